using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace LiveFeed.Client.Telemetry;

/// <summary>
/// The client's instruments and the source of its traces, both named <c>LiveFeed.Client</c>. All clients of a process share
/// them. Any thread.
/// </summary>
internal static class ClientTelemetry
{
    internal const string Name = "LiveFeed.Client";

    internal static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> ReceivedEvents = Meter.CreateCounter<long>(
        "livefeed.client.events.received", "{event}", "Events that streams gave to their readers");

    private static readonly Counter<long> RepeatedEvents = Meter.CreateCounter<long>(
        "livefeed.client.events.repeated", "{event}", "Events that came again and were dropped, by their position");

    private static readonly Counter<long> ToldGaps = Meter.CreateCounter<long>(
        "livefeed.client.gaps", "{gap}", "Gaps that readers were told");

    private static readonly Counter<long> LostConnections = Meter.CreateCounter<long>(
        "livefeed.client.reconnects", "{attempt}", "Connections of streams that ended, and attempts that failed");

    private static readonly Counter<long> PublishedEvents = Meter.CreateCounter<long>(
        "livefeed.client.events.published", "{event}", "Events to publish, by outcome: accepted, refused, failed");

    private static readonly Counter<long> RepeatedBatches = Meter.CreateCounter<long>(
        "livefeed.client.publish.retries", "{attempt}", "Requests to publish that are sent again");

    internal static void Received() => ReceivedEvents.Add(1);

    internal static void Repeated() => RepeatedEvents.Add(1);

    internal static void ToldGap() => ToldGaps.Add(1);

    internal static void Reconnects() => LostConnections.Add(1);

    internal static void Retries() => RepeatedBatches.Add(1);

    internal static void Accepted(int events) => Published(events, "accepted");

    internal static void Refused(int events) => Published(events, "refused");

    internal static void Failed(int events) => Published(events, "failed");

    private static void Published(int events, string outcome) =>
        PublishedEvents.Add(events, new KeyValuePair<string, object?>("outcome", outcome));
}
