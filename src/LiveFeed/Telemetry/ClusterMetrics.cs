using System.Diagnostics.Metrics;

namespace LiveFeed.Telemetry;

/// <summary>The instruments of a service of several nodes. A service of one node does not show them.</summary>
internal sealed class ClusterMetrics
{
    private readonly Counter<long> _dropped;
    private readonly Counter<long> _unanswered;

    // The factory gives and disposes of the one meter of this name.
    public ClusterMetrics(IMeterFactory factory)
    {
        var meter = factory.Create(LiveFeedMetrics.Name);
        _dropped = meter.CreateCounter<long>(
            "livefeed.cluster.events.dropped", "{event}", "Ephemeral events that another node did not get, by reason");
        _unanswered = meter.CreateCounter<long>(
            "livefeed.cluster.questions.unanswered", "{question}", "Questions that another node did not answer in time");
    }

    /// <summary>Starts the counters at 0, as <see cref="LiveFeedMetrics.CountFromZero"/> does.</summary>
    internal void CountFromZero()
    {
        _unanswered.Add(0);
        foreach (var reason in Enum.GetValues<EventDrop>())
        {
            Dropped(reason, 0);
        }
    }

    internal void Dropped(EventDrop reason, int events = 1) =>
        _dropped.Add(events, new KeyValuePair<string, object?>("reason", NameOf(reason)));

    internal void Unanswered() => _unanswered.Add(1);

    internal static string NameOf(EventDrop reason) => reason.ToString().ToLowerInvariant();
}
