using LiveFeed.Metrics.Sources;

namespace LiveFeed.Metrics.ServiceEvents;

/// <summary>Data of <c>threshold.crossed</c>.</summary>
/// <param name="Threshold">The limit that was crossed; downwards it is the lower one.</param>
/// <param name="Direction"><c>above</c> or <c>below</c>.</param>
internal sealed record ThresholdCrossed(string Topic, double Value, MetricUnit Unit, double Threshold, string Direction);
