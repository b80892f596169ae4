using LiveFeed.Metrics.Sources;

namespace LiveFeed.Tests.Metrics;

public sealed class HostDiskTests : IDisposable
{
    private const string Read = "metrics/host/disk/read";
    private const string Write = "metrics/host/disk/write";

    private readonly ProcFolder _proc = new();
    private readonly HostDisk _disk;

    public HostDiskTests() => _disk = new HostDisk(_proc.Root);

    public void Dispose() => _proc.Dispose();

    [Fact]
    public void Each_byte_counts_once_on_its_whole_disk()
    {
        string[] whole = ["vda", "sda", "sdaa", "nvme0n1", "mmcblk0"];
        string[] others =
        [
            "vda1", "vda15", "sda1", "nvme0n1p1", "nvme0n1p12", "mmcblk0p2",
            "loop0", "ram3", "zram0", "dm-0", "md127", "md127p1", "sr0", "fd0",
        ];
        string[] all = [.. whole.Concat(others).Order(StringComparer.Ordinal)];
        WriteDisks(all.Select(name => (name, 0UL, 0UL)));
        _disk.At(0);
        WriteDisks(all.Select(name => (name, 10UL, 20UL)));

        var metrics = _disk.At(1);

        Assert.Equal(whole.Length * 10 * 512, metrics[Read].Value);
        Assert.Equal(whole.Length * 20 * 512, metrics[Write].Value);
        Assert.Equal(MetricUnit.BytesPerSecond, metrics[Read].Unit);
    }

    [Fact]
    public void A_partition_without_its_disk_counts_as_one()
    {
        WriteDisks([("xvda1", 0, 0)]);
        _disk.At(0);
        WriteDisks([("xvda1", 2, 0)]);

        Assert.Equal(1_024, _disk.At(1)[Read].Value);
    }

    [Fact]
    public void The_rate_is_over_the_time_that_has_passed()
    {
        WriteDisks([("vda", 0, 0)]);
        _disk.At(0);
        WriteDisks([("vda", 1_000, 0)]);

        Assert.Equal(128_000, _disk.At(4)[Read].Value);
    }

    [Fact]
    public void A_counter_that_began_again_is_skipped_and_the_other_is_not()
    {
        WriteDisks([("vda", 1_000, 0)]);
        _disk.At(0);
        WriteDisks([("vda", 10, 1)]);

        Assert.Equal([Write], _disk.At(1).Keys);
    }

    [Fact]
    public void A_short_line_and_an_impossible_counter_are_passed_over()
    {
        _proc.Write(
            "diskstats", "   8 0 sda 1 1\n\n   8 16 sdb 0 0 99999999999999999999 0 0 0 0 0\n 254 0 vda 0 0 0 0 0 0 0 0\n");
        _disk.At(0);
        _proc.Write("diskstats", "   8 0 sda 1 1\n\n   8 16 sdb 0 0 0 0 0 0 0 0\n 254 0 vda 0 0 1 0 0 0 0 0\n");

        Assert.Equal(512, _disk.At(1)[Read].Value);
    }

    private void WriteDisks(IEnumerable<(string Name, ulong Read, ulong Written)> disks) => _proc.Write(
        "diskstats",
        string.Concat(disks.Select(disk => $" 254  0 {disk.Name} 7 8 {disk.Read} 9 7 8 {disk.Written} 9 0 1 2 3 4 5 6\n")));
}
