using System.Diagnostics;
using System.Globalization;
using StackExchange.Redis;

namespace LiveFeed.Tests.Support;

/// <summary>A Redis Sentinel that watches one primary, alone: it decides for itself.</summary>
internal sealed class SentinelProcess : IAsyncDisposable
{
    private const string Service = "mymaster";
    private const int DownAfter = 3_000; // ms; less takes a busy server for one that is down
    private const int FailoverTimeout = 2_000; // ms; the next failover comes after twice that

    private readonly HeldPort _port = new();
    private readonly TempFolder _folder = new();
    private readonly ChildProcess _process;
    private ConnectionMultiplexer? _connection;

    private SentinelProcess(int primary)
    {
        File.WriteAllText(_folder.File("sentinel.conf"), string.Create(CultureInfo.InvariantCulture, $"""
            port {_port.Number}
            bind 127.0.0.1
            dir {_folder.Path}
            sentinel monitor {Service} 127.0.0.1 {primary} 1
            sentinel down-after-milliseconds {Service} {DownAfter}
            sentinel failover-timeout {Service} {FailoverTimeout}

            """));
        _process = new ChildProcess(new ProcessStartInfo("redis-server", [_folder.File("sentinel.conf"), "--sentinel"]));
    }

    /// <summary>What <c>LiveFeed:Log:Redis:Configuration</c> takes.</summary>
    internal string Configuration =>
        string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port.Number},serviceName={Service}");

    private IServer Server => _connection!.GetServers()[0];

    /// <summary>Starts one and waits until it knows the primary's replica.</summary>
    internal static async Task<SentinelProcess> StartAsync(int primary)
    {
        var sentinel = new SentinelProcess(primary);
        try
        {
            sentinel._connection = await ConnectionMultiplexer.SentinelConnectAsync(string.Create(
                CultureInfo.InvariantCulture, $"127.0.0.1:{sentinel._port.Number},allowAdmin=true,abortConnect=false"));
            await Deadline.UntilAsync(sentinel.KnowsReplicaAsync, $"Sentinel knows the replica: {sentinel._process.Output}");
            // Sentinel does nothing for half a minute when it has had no processor for two seconds.
            await sentinel.Server.ExecuteAsync("SENTINEL", "DEBUG", "tilt-trigger", "600000");
            return sentinel;
        }
        catch
        {
            await sentinel.DisposeAsync();
            throw;
        }
    }

    /// <summary>The port of the server that it holds for the primary.</summary>
    internal async Task<int> PrimaryAsync() =>
        ((System.Net.IPEndPoint)(await Server.SentinelGetMasterAddressByNameAsync(Service))!).Port;

    /// <summary>Says whether it begins to make a replica the primary; it does not while it knows none that can be.</summary>
    internal async Task<bool> TryFailOverAsync()
    {
        try
        {
            await Server.SentinelFailoverAsync(Service);
            return true;
        }
        catch (RedisServerException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }

        _process.Dispose();
        _port.Dispose();
        _folder.Dispose();
    }

    private async Task<bool> KnowsReplicaAsync()
    {
        try
        {
            return (await Server.SentinelReplicasAsync(Service)).Length > 0;
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return false;
        }
    }
}
