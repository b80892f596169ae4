using System.Text.Json;
using LiveFeed.Events;
using LiveFeed.Metrics.Sources;

namespace LiveFeed.Tests.Metrics;

public sealed class MetricBatchTests
{
    [Theory]
    [InlineData(12.345678, nameof(MetricUnit.Percent), """{"value":12.35,"unit":"%"}""")]
    [InlineData(12.0, nameof(MetricUnit.Percent), """{"value":12,"unit":"%"}""")]
    [InlineData(8589934592.6, nameof(MetricUnit.Bytes), """{"value":8589934593,"unit":"bytes"}""")]
    [InlineData(0.4, nameof(MetricUnit.BytesPerSecond), """{"value":0,"unit":"bytes/s"}""")]
    [InlineData(45.123, nameof(MetricUnit.EventsPerSecond), """{"value":45.12,"unit":"events/s"}""")]
    [InlineData(7, nameof(MetricUnit.Count), """{"value":7,"unit":"count"}""")]
    [InlineData(2159.07, nameof(MetricUnit.Seconds), """{"value":2159.07,"unit":"s"}""")]
    [InlineData(1.5, nameof(MetricUnit.Milliseconds), """{"value":1.5,"unit":"ms"}""")]
    public void A_figure_is_rounded_for_its_unit_and_written_compactly(double value, string unit, string json)
    {
        var batch = new MetricBatch(TimeSpan.Zero);
        batch.Add(TopicName.Parse("a"), value, Enum.Parse<MetricUnit>(unit));

        Assert.Equal(json, JsonSerializer.Serialize(batch.Metrics[0], MetricJson.Default.Metric));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_value_that_is_no_number_is_left_out(double? value)
    {
        var batch = new MetricBatch(TimeSpan.Zero);
        batch.Add(TopicName.Parse("a"), value, MetricUnit.Percent);

        Assert.Empty(batch.Metrics);
    }
}
