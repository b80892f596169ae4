using LiveFeed.Events;

namespace LiveFeed.Metrics.Sources;

/// <summary>
/// This machine's memory, from <c>/proc/meminfo</c>. Memory that the kernel frees when it is needed is available.
/// </summary>
internal sealed class HostMemory(string procRoot) : IMetricSource
{
    private const double BytesPerKilobyte = 1_024; // "kB" in that file

    private static readonly TopicName Percent = TopicName.Parse("metrics/host/memory/percent");
    private static readonly TopicName Used = TopicName.Parse("metrics/host/memory/used");
    private static readonly TopicName Available = TopicName.Parse("metrics/host/memory/available");
    private static readonly TopicName Total = TopicName.Parse("metrics/host/memory/total");

    private readonly ProcFile _info = new(procRoot, "meminfo");

    public void Sample(MetricBatch batch)
    {
        ulong? total = null, available = null;
        ulong free = 0, buffers = 0, cached = 0;
        foreach (var line in _info.Read().EnumerateLines())
        {
            var fields = new ProcFields(line);
            switch (fields.Next())
            {
                case "MemTotal:":
                    total = fields.NextCounter();
                    break;
                case "MemAvailable:":
                    available = fields.NextCounter();
                    break;
                case "MemFree:":
                    free = fields.NextCounter() ?? 0;
                    break;
                case "Buffers:":
                    buffers = fields.NextCounter() ?? 0;
                    break;
                case "Cached:":
                    cached = fields.NextCounter() ?? 0;
                    break;
            }
        }

        // Kernels before 3.14, and some sandboxes, have no MemAvailable. The sum of free memory and file caches is close to
        // it.
        Add(batch, total ?? throw _info.Lacks("MemTotal"), available ?? free + buffers + cached);
    }

    private static void Add(MetricBatch batch, ulong total, ulong available)
    {
        available = Math.Min(available, total);
        var used = total - available;
        batch.Add(Percent, 100.0 * used / total, MetricUnit.Percent);
        batch.Add(Used, used * BytesPerKilobyte, MetricUnit.Bytes);
        batch.Add(Available, available * BytesPerKilobyte, MetricUnit.Bytes);
        batch.Add(Total, total * BytesPerKilobyte, MetricUnit.Bytes);
    }
}
