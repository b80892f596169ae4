using LiveFeed.Events;

namespace LiveFeed.Metrics.Sources;

/// <summary>How long this machine has been running, from <c>/proc/uptime</c>.</summary>
internal sealed class HostUptime(string procRoot) : IMetricSource
{
    private static readonly TopicName Uptime = TopicName.Parse("metrics/host/uptime");

    private readonly ProcFile _uptime = new(procRoot, "uptime");

    public void Sample(MetricBatch batch)
    {
        var fields = new ProcFields(_uptime.Read());
        batch.Add(Uptime, fields.NextDecimal() ?? throw _uptime.Lacks("number of seconds"), MetricUnit.Seconds);
    }
}
