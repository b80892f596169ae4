using LiveFeed.Events;
using LiveFeed.Metrics.Sources;
using LiveFeed.Publishing;

namespace LiveFeed.Metrics.ServiceEvents;

/// <summary>Reports when a metric crosses one of the configured thresholds. The publisher's task only.</summary>
internal sealed class ThresholdWatch(IEnumerable<MetricThreshold> thresholds)
{
    private static readonly TopicName Topic = TopicName.Parse("system/thresholds");

    private readonly WatchedThreshold[] _thresholds = [.. thresholds.Select(threshold => new WatchedThreshold(threshold))];

    internal void Report(IReadOnlyList<Metric> metrics, List<FeedEvent> notices, DateTimeOffset now)
    {
        foreach (var threshold in _thresholds)
        {
            foreach (var metric in metrics)
            {
                if (threshold.Look(metric) is { } crossed)
                {
                    notices.Add(
                        ServiceEvent.Make(
                            Topic, "threshold.crossed", crossed, ServiceEventJson.Default.ThresholdCrossed, now));
                }
            }
        }
    }
}
