using LiveFeed.Events;
using LiveFeed.Hub;
using LiveFeed.Telemetry;

namespace LiveFeed.Metrics.Sources;

/// <summary>LiveFeed's own figures. The events that come in include those of this publisher service.</summary>
internal sealed class FeedFigures(FeedHub hub, LiveFeedMetrics metrics) : IMetricSource
{
    private static readonly TopicName Clients = TopicName.Parse("metrics/process/clients");
    private static readonly TopicName In = TopicName.Parse("metrics/process/events/in");
    private static readonly TopicName Out = TopicName.Parse("metrics/process/events/out");
    private static readonly TopicName Lag = TopicName.Parse("metrics/process/lag");

    private readonly Rate _in = new();
    private readonly Rate _out = new();

    public void Sample(MetricBatch batch)
    {
        var clients = hub.Everyone.Snapshot();
        batch.Add(Clients, clients.Length, MetricUnit.Count);
        batch.Add(In, _in.Next((ulong)metrics.TotalReceived, batch.Now), MetricUnit.EventsPerSecond);
        batch.Add(Out, _out.Next((ulong)metrics.TotalDelivered, batch.Now), MetricUnit.EventsPerSecond);
        var lag = 0L; // how many events the slowest client is behind
        foreach (var client in clients)
        {
            lag = Math.Max(lag, client.Lag);
        }

        batch.Add(Lag, lag, MetricUnit.Count);
    }
}
