using LiveFeed.Events;

namespace LiveFeed.Metrics.Sources;

/// <summary>
/// What this process uses of the machine, and the state of its garbage collector and thread pool. Every operating system.
/// </summary>
internal sealed class ProcessRuntime : IMetricSource
{
    private static readonly TopicName Cpu = TopicName.Parse("metrics/process/cpu");
    private static readonly TopicName Resident = TopicName.Parse("metrics/process/memory/rss");
    private static readonly TopicName Heap = TopicName.Parse("metrics/process/gc/heap");
    private static readonly TopicName Allocation = TopicName.Parse("metrics/process/gc/allocation");
    private static readonly TopicName Pause = TopicName.Parse("metrics/process/gc/pause");
    private static readonly TopicName Queue = TopicName.Parse("metrics/process/threadpool/queue");
    private static readonly TopicName Threads = TopicName.Parse("metrics/process/threadpool/threads");

    private readonly Rate _cpu = new();
    private readonly Rate _allocation = new();
    private TimeSpan? _pauseBefore;

    public void Sample(MetricBatch batch)
    {
        // Seconds of work a second are cores: 1 is one whole core.
        var work = _cpu.Next((ulong)Environment.CpuUsage.TotalTime.Ticks, batch.Now);
        batch.Add(Cpu, 100 * work / TimeSpan.TicksPerSecond, MetricUnit.Percent);
        batch.Add(Resident, Environment.WorkingSet, MetricUnit.Bytes);
        batch.Add(Heap, GC.GetTotalMemory(forceFullCollection: false), MetricUnit.Bytes);
        var allocated = _allocation.Next((ulong)GC.GetTotalAllocatedBytes(precise: false), batch.Now);
        batch.Add(Allocation, allocated, MetricUnit.BytesPerSecond);
        var pause = GC.GetTotalPauseDuration();
        batch.Add(Pause, (pause - _pauseBefore)?.TotalMilliseconds, MetricUnit.Milliseconds);
        _pauseBefore = pause;
        batch.Add(Queue, ThreadPool.PendingWorkItemCount, MetricUnit.Count);
        batch.Add(Threads, ThreadPool.ThreadCount, MetricUnit.Count);
    }
}
