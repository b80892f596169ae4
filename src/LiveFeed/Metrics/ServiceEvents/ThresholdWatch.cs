using LiveFeed.Events;
using LiveFeed.Metrics.Sources;
using LiveFeed.Publishing;

namespace LiveFeed.Metrics.ServiceEvents;

/// <summary>Reports when a metric crosses one of the configured thresholds. The publisher's task only.</summary>
/// <param name="thresholds">The configured ones.</param>
/// <param name="topics">Where the metrics are published.</param>
internal sealed class ThresholdWatch(IEnumerable<MetricThreshold> thresholds, MetricTopics topics)
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
                    var told = crossed with { Topic = topics.Of(metric.Topic).Value };
                    notices.Add(
                        ServiceEvent.Make(
                            Topic, "threshold.crossed", told, ServiceEventJson.Default.ThresholdCrossed, now));
                }
            }
        }
    }
}
