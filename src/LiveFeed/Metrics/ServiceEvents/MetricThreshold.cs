namespace LiveFeed.Metrics.ServiceEvents;

/// <summary>One of <c>LiveFeed:Metrics:Thresholds</c>: a metric that crosses it makes a <c>threshold.crossed</c>.</summary>
internal sealed class MetricThreshold
{
    /// <summary>The metric's topic: <c>metrics/host/cpu</c>. Not a pattern.</summary>
    public string Topic { get; set; } = "";

    /// <summary>Crossed upwards when the value is over this.</summary>
    public double Above { get; set; }

    /// <summary>
    /// Crossed downwards when the value is this or less. Default: <see cref="Above"/>. With a somewhat lower value, a metric
    /// close to the threshold does not cross it every second.
    /// </summary>
    public double? Below { get; set; }
}
