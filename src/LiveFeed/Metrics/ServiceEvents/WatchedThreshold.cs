using LiveFeed.Events;
using LiveFeed.Metrics.Sources;

namespace LiveFeed.Metrics.ServiceEvents;

/// <summary>A threshold, and on which side of it the metric is. Starts below it. Not thread-safe.</summary>
internal sealed class WatchedThreshold(MetricThreshold threshold)
{
    private readonly TopicName _topic = TopicName.Parse(threshold.Topic);
    private readonly double _above = threshold.Above;
    private readonly double _below = threshold.Below ?? threshold.Above;
    private bool _isAbove;

    /// <summary>The crossing, when this figure crosses the threshold; otherwise null.</summary>
    internal ThresholdCrossed? Look(Metric metric)
    {
        if (metric.Topic != _topic || (_isAbove ? metric.Value > _below : metric.Value <= _above))
        {
            return null;
        }

        _isAbove = !_isAbove;
        return new ThresholdCrossed(
            metric.Topic.Value, metric.Value, metric.Unit, _isAbove ? _above : _below, _isAbove ? "above" : "below");
    }
}
