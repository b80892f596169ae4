using LiveFeed.Metrics.Sources;

namespace LiveFeed.Tests.Metrics;

internal static class SourceExtensions
{
    /// <summary>The figures that a source adds at a time, in seconds, by topic.</summary>
    internal static Dictionary<string, Metric> At(this IMetricSource source, double seconds)
    {
        var batch = new MetricBatch(TimeSpan.FromSeconds(seconds));
        source.Sample(batch);
        return batch.Metrics.ToDictionary(metric => metric.Topic.Value);
    }
}
