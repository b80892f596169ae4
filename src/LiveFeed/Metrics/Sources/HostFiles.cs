using LiveFeed.Events;

namespace LiveFeed.Metrics.Sources;

/// <summary>How many files all processes of this machine have open, from <c>/proc/sys/fs/file-nr</c>.</summary>
internal sealed class HostFiles(string procRoot) : IMetricSource
{
    private static readonly TopicName Open = TopicName.Parse("metrics/host/files/open");

    private readonly ProcFile _numbers = new(procRoot, "sys/fs/file-nr");

    public void Sample(MetricBatch batch)
    {
        // The file has: allocated, allocated but unused (0 on today's kernels), max.
        var fields = new ProcFields(_numbers.Read().TrimEnd());
        var allocated = fields.NextCounter() ?? throw _numbers.Lacks("number of files");
        var unused = fields.NextCounter() ?? 0;
        batch.Add(Open, allocated - Math.Min(unused, allocated), MetricUnit.Count);
    }
}
