using System.IO;
using LiveFeed.Events;

namespace LiveFeed.Metrics.Sources;

/// <summary>How full a file system is, as <c>df</c> says it: of what users may fill. Every operating system.</summary>
/// <param name="path">Any path on it.</param>
internal sealed class HostDiskSpace(string path) : IMetricSource
{
    private static readonly TopicName Percent = TopicName.Parse("metrics/host/disk/percent");

    private readonly DriveInfo _drive = new(path);

    public void Sample(MetricBatch batch)
    {
        // What is reserved for root is neither used nor available.
        var used = (double)_drive.TotalSize - _drive.TotalFreeSpace;
        batch.Add(Percent, 100 * used / (used + _drive.AvailableFreeSpace), MetricUnit.Percent);
    }
}
