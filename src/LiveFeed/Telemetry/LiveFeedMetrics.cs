using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace LiveFeed.Telemetry;

/// <summary>Every instrument of LiveFeed's own, their names and units; and the source of its traces.</summary>
internal sealed class LiveFeedMetrics : IDisposable
{
    internal const string Name = "LiveFeed";

    private readonly Meter _meter;
    private readonly Counter<long> _received;
    private readonly Counter<long> _duplicates;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _gaps;
    private readonly Counter<long> _disconnected;
    private readonly UpDownCounter<long> _connected;
    private readonly Counter<long> _clientsRejected;
    private long _totalReceived; // by Interlocked
    private long _totalDelivered; // by Interlocked

    public LiveFeedMetrics(IMeterFactory factory)
    {
        _meter = factory.Create(Name);
        _received = _meter.CreateCounter<long>("livefeed.events.received", "{event}", "Events accepted from producers and the publisher service");
        _duplicates = _meter.CreateCounter<long>("livefeed.events.duplicates", "{event}", "Events whose id was stored already");
        _rejected = _meter.CreateCounter<long>("livefeed.events.rejected", "{event}", "Requests and lines refused, by problem");
        _meter.CreateObservableCounter("livefeed.events.delivered", () => TotalDelivered, "{event}", "Events written to clients");
        _gaps = _meter.CreateCounter<long>("livefeed.gaps", "{gap}", "Clients told that events they should have had are no longer retained");
        _connected = _meter.CreateUpDownCounter<long>("livefeed.clients.connected", "{client}", "Clients connected now, by transport");
        _clientsRejected = _meter.CreateCounter<long>("livefeed.clients.rejected", "{client}", "Clients not let in, by transport and reason");
        _disconnected = _meter.CreateCounter<long>("livefeed.clients.disconnected", "{client}", "Clients that left, by transport and reason");
    }

    internal static ActivitySource Activities { get; } = new(Name);

    internal long TotalReceived => Interlocked.Read(ref _totalReceived);

    internal long TotalDelivered => Interlocked.Read(ref _totalDelivered);

    /// <summary>Adds instruments that are read when someone looks.</summary>
    internal void Observe(string name, string unit, string description, Func<long> read) =>
        _meter.CreateObservableGauge(name, read, unit, description);

    internal void Received(int events, int duplicates)
    {
        Interlocked.Add(ref _totalReceived, events);
        _received.Add(events);
        if (duplicates > 0)
        {
            _duplicates.Add(duplicates);
        }
    }

    /// <param name="problem">The last part of a problem type, from a closed set.</param>
    internal void Rejected(string problem) => _rejected.Add(1, new KeyValuePair<string, object?>("problem", problem));

    /// <summary>One addition and no more, for it is called at every write to every client.</summary>
    internal void Delivered(int events) => Interlocked.Add(ref _totalDelivered, events);

    internal void Gap() => _gaps.Add(1);

    internal void Connected(string transport) => _connected.Add(1, new KeyValuePair<string, object?>("transport", transport));

    /// <param name="transport">What it came over.</param>
    /// <param name="reason">From a closed set.</param>
    internal void ClientRejected(string transport, string reason) => _clientsRejected.Add(
        1, new KeyValuePair<string, object?>("transport", transport), new KeyValuePair<string, object?>("reason", reason));

    internal void Disconnected(string transport, string reason)
    {
        _connected.Add(-1, new KeyValuePair<string, object?>("transport", transport));
        _disconnected.Add(
            1, new KeyValuePair<string, object?>("transport", transport), new KeyValuePair<string, object?>("reason", reason));
    }

    public void Dispose() => _meter.Dispose();
}
