using LiveFeed.Events;

namespace LiveFeed.Metrics.Sources;

/// <summary>Tasks that want a processor or a disk, averaged over 1, 5 and 15 minutes, from <c>/proc/loadavg</c>.</summary>
internal sealed class HostLoad(string procRoot) : IMetricSource
{
    private static readonly TopicName[] Topics =
    [
        TopicName.Parse("metrics/host/load/1"),
        TopicName.Parse("metrics/host/load/5"),
        TopicName.Parse("metrics/host/load/15"),
    ];

    private readonly ProcFile _averages = new(procRoot, "loadavg");

    public void Sample(MetricBatch batch)
    {
        var fields = new ProcFields(_averages.Read());
        foreach (var topic in Topics)
        {
            batch.Add(topic, fields.NextDecimal() ?? throw _averages.Lacks($"average for {topic}"), MetricUnit.Count);
        }
    }
}
