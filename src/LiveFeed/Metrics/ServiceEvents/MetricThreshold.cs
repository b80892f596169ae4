namespace LiveFeed.Metrics.ServiceEvents;

/// <summary>One of <c>LiveFeed:Metrics:Thresholds</c>: a metric that passes it makes a <c>threshold.crossed</c>.</summary>
internal sealed class MetricThreshold
{
    /// <summary>The metric's topic: <c>metrics/host/cpu</c>. Not a pattern.</summary>
    public string Topic { get; set; } = "";

    /// <summary>Passed upwards when the value is over this.</summary>
    public double Above { get; set; }

    /// <summary>
    /// Passed downwards when the value is this or less. Default: <see cref="Above"/>. Somewhat lower, it keeps a value that
    /// hovers about the threshold from crossing it every second.
    /// </summary>
    public double? Below { get; set; }
}
