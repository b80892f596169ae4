using LiveFeed.Metrics.Sources;

namespace LiveFeed.Tests.Metrics;

public sealed class HostNetworkTests : IDisposable
{
    private const string Received = "metrics/host/network/received";
    private const string Sent = "metrics/host/network/sent";

    private readonly ProcFolder _proc = new();
    private readonly HostNetwork _network;

    public HostNetworkTests() => _network = new HostNetwork(_proc.Root);

    public void Dispose() => _proc.Dispose();

    [Fact]
    public void All_interfaces_but_the_loop_back_are_added_up()
    {
        Write(
            "    lo: 100 1 0 0 0 0 0 0 100 1 0 0 0 0 0 0",
            "  eth0: 100 1 0 0 0 0 0 0 10 1 0 0 0 0 0 0",
            "  wlan0: 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0");
        _network.At(0);
        Write(
            "    lo: 900 1 0 0 0 0 0 0 900 1 0 0 0 0 0 0",
            "  eth0: 300 1 0 0 0 0 0 0 50 1 0 0 0 0 0 0",
            "  wlan0: 7 0 0 0 0 0 0 0 8 0 0 0 0 0 0 0");

        var metrics = _network.At(1);

        Assert.Equal(207, metrics[Received].Value);
        Assert.Equal(48, metrics[Sent].Value);
        Assert.Equal(MetricUnit.BytesPerSecond, metrics[Sent].Unit);
    }

    [Theory]
    [InlineData("br-3f2a9c:")]
    [InlineData("  veth-a.100@if7: ")]
    [InlineData("lo2: ")]
    [InlineData("eth0:1: ")]
    public void Awkward_names_and_no_space_after_the_colon_are_understood(string name)
    {
        Write($"{name}0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0");
        _network.At(0);
        Write($"{name}1000 0 0 0 0 0 0 0 2000 0 0 0 0 0 0 0");

        Assert.Equal(1_000, _network.At(1)[Received].Value);
    }

    [Fact]
    public void Huge_counters_keep_their_difference()
    {
        Write("eth0: 18446744073709551000 0 0 0 0 0 0 0 18446744073709551615 0 0 0 0 0 0 0");
        _network.At(0);
        Write("eth0: 18446744073709551500 0 0 0 0 0 0 0 100 0 0 0 0 0 0 0");

        var metrics = _network.At(1);

        Assert.Equal(500, metrics[Received].Value);
        Assert.DoesNotContain(Sent, metrics.Keys); // it went past its end and began again
    }

    [Fact]
    public void A_line_with_too_few_fields_is_passed_over()
    {
        Write("eth0: 1 2 3", "eth1: 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0");
        _network.At(0);
        Write("eth0: 9 2 3", "eth1: 5 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0");

        Assert.Equal(5, _network.At(1)[Received].Value);
    }

    private void Write(params string[] lines) => _proc.Write("net/dev", string.Join('\n', [
        "Inter-|   Receive                                                |  Transmit",
        " face |bytes    packets errs drop fifo frame compressed multicast|bytes " +
        "   packets errs drop fifo colls carrier compressed",
        .. lines, ""]));
}
