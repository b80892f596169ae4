using LiveFeed.Metrics.Sources;

namespace LiveFeed.Tests.Metrics;

public sealed class HostCpuTests : IDisposable
{
    private const string Cpu = "metrics/host/cpu";

    private readonly ProcFolder _proc = new();
    private readonly HostCpu _cpu;

    public HostCpuTests() => _cpu = new HostCpu(_proc.Root);

    public void Dispose() => _proc.Dispose();

    [Fact]
    public void The_first_sample_says_nothing()
    {
        Write("cpu 10 0 10 80 0 0 0 0 0 0", "cpu0 10 0 10 80 0 0 0 0 0 0");

        Assert.Empty(_cpu.At(0));
    }

    [Fact]
    public void Busy_is_all_but_idle_and_iowait_in_total_and_on_each_core()
    {
        Write("cpu 0 0 0 0 0 0 0 0 0 0", "cpu0 0 0 0 0 0 0 0 0 0 0", "cpu1 0 0 0 0 0 0 0 0 0 0");
        _cpu.At(0);
        Write("cpu 20 10 10 140 20 0 0 0 0 0", "cpu0 20 10 10 50 10 0 0 0 0 0", "cpu1 0 0 0 90 10 0 0 0 0 0");

        var metrics = _cpu.At(1);

        Assert.Equal(20, metrics[Cpu].Value);
        Assert.Equal(40, metrics[$"{Cpu}/0"].Value);
        Assert.Equal(0, metrics[$"{Cpu}/1"].Value);
        Assert.All(metrics.Values, metric => Assert.Equal(MetricUnit.Percent, metric.Unit));
    }

    [Fact]
    public void Stolen_and_interrupt_time_is_busy_and_guest_time_counts_once()
    {
        Write("cpu 0 0 0 0 0 0 0 0 0 0");
        _cpu.At(0);
        Write("cpu 20 0 0 50 0 5 5 20 20 0");

        Assert.Equal(50, _cpu.At(1)[Cpu].Value);
    }

    [Fact]
    public void A_kernel_that_knows_four_fields_only_is_understood()
    {
        Write("cpu 0 0 0 0");
        _cpu.At(0);
        Write("cpu 1 1 1 1");

        Assert.Equal(75, _cpu.At(1)[Cpu].Value);
    }

    [Fact]
    public void Iowait_that_goes_back_gives_no_figure_out_of_range()
    {
        Write("cpu 100 0 0 100 50 0 0 0");
        _cpu.At(0);
        Write("cpu 110 0 0 100 45 0 0 0");

        Assert.Equal(100, _cpu.At(1)[Cpu].Value);
    }

    [Fact]
    public void Counters_that_began_again_or_stood_still_are_skipped()
    {
        Write("cpu 100 0 0 100");
        _cpu.At(0);
        Assert.Empty(_cpu.At(1));
        Write("cpu 1 0 0 1");
        Assert.Empty(_cpu.At(2));
        Write("cpu 2 0 0 2");

        Assert.Equal(50, _cpu.At(3)[Cpu].Value);
    }

    [Fact]
    public void A_core_that_is_plugged_in_again_starts_anew()
    {
        Write("cpu 0 0 0 0", "cpu0 0 0 0 0", "cpu3 0 0 0 0");
        _cpu.At(0);
        Write("cpu 1 0 0 1", "cpu0 1 0 0 1");
        Assert.Equal([Cpu, $"{Cpu}/0"], _cpu.At(1).Keys);
        Write("cpu 2 0 0 2", "cpu0 2 0 0 2", "cpu3 9 0 0 0");
        Assert.Equal([Cpu, $"{Cpu}/0"], _cpu.At(2).Keys);
        Write("cpu 3 0 0 3", "cpu0 3 0 0 3", "cpu3 9 0 0 9");

        Assert.Equal(0, _cpu.At(3)[$"{Cpu}/3"].Value);
    }

    [Fact]
    public void Lines_that_are_no_processor_or_too_short_are_passed_over()
    {
        Write("cpu 0 0 0 0", "cpu0 0 0", "cpuX 0 0 0 0", "intr 5 0 0 0 0");
        _cpu.At(0);
        Write("cpu 1 0 0 3", "cpu0 1 0", "cpuX 1 0 0 3", "intr 6 0 0 0 0");

        Assert.Equal([Cpu], _cpu.At(1).Keys);
    }

    [Fact]
    public void A_file_without_the_total_is_a_failure_that_names_it()
    {
        Write("intr 5");

        var e = Assert.Throws<InvalidDataException>(() => _cpu.At(0));
        Assert.Contains("stat", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_larger_than_the_buffer_is_read_whole()
    {
        string[] cores = [.. Enumerable.Range(0, 300).Select(i => $"cpu{i} 0 0 0 0 0 0 0 0 0 0")];
        Write(["cpu 0 0 0 0", .. cores]);
        _cpu.At(0);
        Write(["cpu 1 0 0 1", .. cores.Select(core => core.Replace(" 0 0 0 0 0", " 1 0 0 1 0", StringComparison.Ordinal))]);

        Assert.Equal(301, _cpu.At(1).Count);
    }

    private void Write(params string[] lines) => _proc.Write("stat", string.Join('\n', lines) + "\nintr 1 2 3\nctxt 4\n");
}
