using LiveFeed.Events;

namespace LiveFeed.Metrics.Sources;

/// <summary>The figures of one turn, rounded for publishing. Not thread-safe.</summary>
/// <param name="now">When the turn began, on a clock that never goes back. Rates divide by its differences.</param>
internal sealed class MetricBatch(TimeSpan now)
{
    private readonly List<Metric> _metrics = new(64); // some 40 topics on a machine with a few cores

    internal TimeSpan Now { get; } = now;

    internal IReadOnlyList<Metric> Metrics => _metrics;

    /// <summary>Adds a figure. Skips null (a rate without a second sample), not a number, and infinite.</summary>
    internal void Add(TopicName topic, double? value, MetricUnit unit)
    {
        if (value is { } figure && double.IsFinite(figure))
        {
            _metrics.Add(new Metric(topic, Math.Round(figure, Decimals(unit)), unit));
        }
    }

    // A fraction of a byte is noise. Counts are whole, except load averages, which have two decimals anyway.
    private static int Decimals(MetricUnit unit) => unit is MetricUnit.Bytes or MetricUnit.BytesPerSecond ? 0 : 2;
}
