using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Deploy;

/// <summary><c>make cluster</c>: two nodes, redis-server and nginx on this machine.</summary>
public sealed partial class ClusterTests : IDisposable
{
    private readonly IReadOnlyList<HeldPort> _ports = HeldPort.InARow(4); // nginx, the nodes, Redis
    private readonly TempFolder _data = new();

    public void Dispose()
    {
        foreach (var port in _ports)
        {
            port.Dispose();
        }

        _data.Dispose();
    }

    [Fact]
    public async Task It_shares_events_of_both_nodes_and_ends_whole()
    {
        using var cluster = Start();
        try
        {
            await Deadline.UntilAsync(() => cluster.HasExited || IsUp(cluster), "it says that it is up");
            Assert.True(IsUp(cluster), cluster.Output);
            await AssertSharesAsync();
        }
        finally
        {
            await InterruptAsync(cluster);
        }

        int[] processes = [.. Processes().Matches(cluster.Output).Select(match => int.Parse(match.Groups[1].ValueSpan))];
        Assert.Equal(4, processes.Length);
        Assert.Equal(0, cluster.ExitCode);
        Assert.DoesNotContain(processes, id => Directory.Exists($"/proc/{id}"));
        Assert.All(_ports, port => Assert.Throws<SocketException>(() => Connect(port)));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named_in_one_line()
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, _ports[2].Number));
        taken.Listen();
        using var cluster = Start();

        await cluster.WaitForExitAsync().WithinDeadline();

        Assert.Equal(1, cluster.ExitCode);
        Assert.StartsWith(
            $"Port {_ports[2].Number} is taken", Assert.Single(cluster.Output.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_is_missing_is_named_in_one_line()
    {
        using var cluster = Start(path: "/nowhere");

        await cluster.WaitForExitAsync().WithinDeadline();

        Assert.Equal(1, cluster.ExitCode);
        Assert.StartsWith(
            "make cluster needs redis-server: apt-get install",
            Assert.Single(cluster.Output.Trim().Split('\n')),
            StringComparison.Ordinal);
    }

    private static bool IsUp(ChildProcess cluster) =>
        cluster.Output.Contains("Ctrl+C stops all", StringComparison.Ordinal);

    private Uri Address(int port) => new($"http://127.0.0.1:{_ports[port].Number}");

    private async Task AssertSharesAsync()
    {
        await using (var follower = await SseConnection.OpenAsync(new Uri(Address(0), "/events?topic=demo/**"), []))
        {
            await follower.ReadConnectedAsync();
            foreach (var node in (int[])[1, 2])
            {
                using var http = new HttpClient { BaseAddress = Address(node) };
                await http.PublishNumbersAsync("demo/a", 1, from: node);
                Assert.Equal($"{node}", (await follower.ReadEventAsync()).Data);
            }
        }

        using (var http = new HttpClient { BaseAddress = Address(0) })
        {
            await Deadline.UntilAsync(
                async () =>
                {
                    var topics = await http.GetJsonAsync("/topics?pattern=metrics/*/process/clients");
                    return topics.GetProperty("topics").GetArrayLength() == 2;
                },
                "each node publishes figures of its own");
        }
    }

    private ChildProcess Start(string? path = null)
    {
        var start = new ProcessStartInfo(
            ChildProcess.Interruptible[0],
            [.. ChildProcess.Interruptible[1..], "/bin/bash", Path.Combine(DeployFolder.Root, "cluster.sh")]);
        start.Environment["PORT"] = _ports[0].Number.ToString(CultureInfo.InvariantCulture);
        start.Environment["DATA"] = _data.Path;
        start.Environment["PATH"] = path ?? start.Environment["PATH"];
        return new ChildProcess(start);
    }

    private static async Task InterruptAsync(ChildProcess cluster)
    {
        await cluster.SignalAsync("INT");
        await cluster.WaitForExitAsync().WithinDeadline();
    }

    private static void Connect(HeldPort port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(IPAddress.Loopback, port.Number);
    }

    [GeneratedRegex(@"process (\d+)")]
    private static partial Regex Processes();
}
