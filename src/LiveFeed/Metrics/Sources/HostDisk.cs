using LiveFeed.Events;

namespace LiveFeed.Metrics.Sources;

/// <summary>
/// Bytes read from and written to this machine's disks, from <c>/proc/diskstats</c>. Each byte counts once: on the whole
/// disk, not on its partitions, nor on devices on top of disks or in memory.
/// </summary>
internal sealed class HostDisk(string procRoot) : IMetricSource
{
    private const double BytesPerSector = 512; // in that file, whatever the disk's own sectors are

    private static readonly TopicName Read = TopicName.Parse("metrics/host/disk/read");
    private static readonly TopicName Write = TopicName.Parse("metrics/host/disk/write");

    // Devices backed by files or memory; device mapper, RAID, caches and volumes on top of disks; drives for discs.
    private static readonly string[] Virtual = ["loop", "ram", "zram", "dm-", "md", "bcache", "drbd", "zd", "sr", "fd"];

    private readonly ProcFile _statistics = new(procRoot, "diskstats");
    private readonly RateGroup _read = new();
    private readonly RateGroup _written = new();

    public void Sample(MetricBatch batch)
    {
        _read.Begin();
        _written.Begin();
        ReadOnlySpan<char> disk = default; // the last whole disk: its partitions follow it
        foreach (var line in _statistics.Read().EnumerateLines())
        {
            // Major and minor number, name; reads, merged, sectors, milliseconds; the same of writes; more.
            var fields = new ProcFields(line);
            fields.Skip(2);
            var name = fields.Next();
            if (name.IsEmpty || IsVirtual(name) || IsPartition(name, disk))
            {
                continue;
            }

            disk = name;
            fields.Skip(2);
            var read = fields.NextCounter();
            fields.Skip(3);
            if (read is { } sectorsRead && fields.NextCounter() is { } sectorsWritten)
            {
                _read.Add(name, sectorsRead);
                _written.Add(name, sectorsWritten);
            }
        }

        batch.Add(Read, _read.End(batch.Now) * BytesPerSector, MetricUnit.BytesPerSecond);
        batch.Add(Write, _written.End(batch.Now) * BytesPerSector, MetricUnit.BytesPerSecond);
    }

    private static bool IsVirtual(ReadOnlySpan<char> name)
    {
        foreach (var prefix in Virtual)
        {
            if (name.StartsWith(prefix))
            {
                return true;
            }
        }

        return false;
    }

    // The kernel names a partition after its disk and number, with a 'p' between when the disk's name ends in a digit: sda1
    // of sda, nvme0n1p1 of nvme0n1. An xvda1 without an xvda is a disk.
    private static bool IsPartition(ReadOnlySpan<char> name, ReadOnlySpan<char> disk)
    {
        if (disk.IsEmpty || !name.StartsWith(disk))
        {
            return false;
        }

        var number = name[disk.Length..];
        if (char.IsAsciiDigit(disk[^1]))
        {
            if (number is not ['p', ..])
            {
                return false;
            }

            number = number[1..];
        }

        return number.Length > 0 && !number.ContainsAnyExceptInRange('0', '9');
    }
}
