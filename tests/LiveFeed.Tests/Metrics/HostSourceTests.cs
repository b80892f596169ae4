using LiveFeed.Metrics.Sources;

namespace LiveFeed.Tests.Metrics;

public sealed class HostSourceTests : IDisposable
{
    private readonly ProcFolder _proc = new();

    public void Dispose() => _proc.Dispose();

    [Fact]
    public void Load_is_the_three_averages()
    {
        _proc.Write("loadavg", "0.46 0.29 12.15 1/94 7448\n");

        var metrics = new HostLoad(_proc.Root).At(0);

        Assert.Equal(0.46, metrics["metrics/host/load/1"].Value);
        Assert.Equal(0.29, metrics["metrics/host/load/5"].Value);
        Assert.Equal(12.15, metrics["metrics/host/load/15"].Value);
        Assert.Equal(MetricUnit.Count, metrics["metrics/host/load/1"].Unit);
    }

    [Fact]
    public void Memory_that_the_kernel_would_give_back_is_available()
    {
        _proc.Write("meminfo", """
            MemTotal:        1000 kB
            MemFree:          100 kB
            MemAvailable:     250 kB
            Buffers:           10 kB
            Cached:           400 kB
            SwapCached:         0 kB

            """);

        var metrics = new HostMemory(_proc.Root).At(0);

        Assert.Equal(75, metrics["metrics/host/memory/percent"].Value);
        Assert.Equal(750 * 1024, metrics["metrics/host/memory/used"].Value);
        Assert.Equal(250 * 1024, metrics["metrics/host/memory/available"].Value);
        Assert.Equal(1_000 * 1024, metrics["metrics/host/memory/total"].Value);
    }

    [Fact]
    public void Memory_of_a_kernel_that_does_not_say_what_is_available_is_estimated()
    {
        _proc.Write("meminfo", "MemTotal: 1000 kB\nMemFree: 100 kB\nBuffers: 100 kB\nCached: 300 kB\n");

        Assert.Equal(50, new HostMemory(_proc.Root).At(0)["metrics/host/memory/percent"].Value);
    }

    [Fact]
    public void Memory_without_a_total_is_a_failure()
    {
        _proc.Write("meminfo", "MemFree: 100 kB\nMemTotal: lots\n");

        Assert.Throws<InvalidDataException>(() => new HostMemory(_proc.Root).At(0));
    }

    [Fact]
    public void Open_files_are_those_allocated_and_used()
    {
        _proc.Write("sys/fs/file-nr", "405\t5\t2466177\n");

        Assert.Equal(400, new HostFiles(_proc.Root).At(0)["metrics/host/files/open"].Value);
    }

    [Fact]
    public void Uptime_is_in_seconds()
    {
        _proc.Write("uptime", "2159.07 4120.54\n");

        Assert.Equal(2159.07, new HostUptime(_proc.Root).At(0)["metrics/host/uptime"].Value);
    }

    [Fact]
    public void Open_files_of_the_process_are_counted()
    {
        _proc.Write("self/fdinfo/0", "");
        _proc.Write("self/fdinfo/1", "");
        _proc.Write("self/fdinfo/255", "");

        Assert.Equal(3, new ProcessFiles(_proc.Root).At(0)["metrics/process/files/open"].Value);
    }

    [Fact]
    public void The_root_file_system_is_between_empty_and_full()
    {
        var percent =
            new HostDiskSpace(Path.GetPathRoot(AppContext.BaseDirectory)!).At(0)["metrics/host/disk/percent"].Value;

        Assert.InRange(percent, 0, 100);
    }

    [Theory]
    [InlineData("loadavg", "")]
    [InlineData("loadavg", "0.1 0.2")]
    [InlineData("uptime", "long\n")]
    [InlineData("sys/fs/file-nr", "-1 0 0\n")]
    public void A_file_that_makes_no_sense_is_a_failure(string name, string text)
    {
        _proc.Write(name, text);
        IMetricSource source = name switch
        {
            "loadavg" => new HostLoad(_proc.Root),
            "uptime" => new HostUptime(_proc.Root),
            _ => new HostFiles(_proc.Root),
        };

        Assert.Throws<InvalidDataException>(() => source.At(0));
    }
}
