using System.IO;
using LiveFeed.Events;

namespace LiveFeed.Metrics.Sources;

/// <summary>
/// How full a file system is, as <c>df</c> shows it: the used part of what users may fill. Every operating system.
/// </summary>
/// <param name="path">Any path in the file system.</param>
internal sealed class HostDiskSpace(string path) : IMetricSource
{
    private static readonly TopicName Percent = TopicName.Parse("metrics/host/disk/percent");

    private readonly DriveInfo _drive = new(path);

    public void Sample(MetricBatch batch)
    {
        // Space reserved for root is neither used nor available.
        var used = (double)_drive.TotalSize - _drive.TotalFreeSpace;
        batch.Add(Percent, 100 * used / (used + _drive.AvailableFreeSpace), MetricUnit.Percent);
    }
}
