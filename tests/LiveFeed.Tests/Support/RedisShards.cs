using System.Globalization;
using StackExchange.Redis;

namespace LiveFeed.Tests.Support;

/// <summary>
/// A Redis Cluster of real servers. All keys of a service are in one slot, and so at one of its primaries.
/// </summary>
internal sealed class RedisShards : IAsyncDisposable
{
    private const int Slot = 8194; // of livefeed, as CLUSTER KEYSLOT has it

    private readonly List<HeldPort> _busPorts = [];
    private readonly List<RedisProcess> _servers = [];

    private RedisShards()
    {
    }

    /// <summary>What <c>LiveFeed:Log:Redis:Configuration</c> takes: any server leads to the others.</summary>
    internal string Configuration => string.Join(',', _servers.Select(server => server.Endpoint));

    internal IReadOnlyList<RedisProcess> Servers => _servers;

    /// <summary>Starts a cluster of one primary, or of three as <c>redis-cli --cluster create</c> makes it.</summary>
    internal static async Task<RedisShards> StartAsync(int primaries)
    {
        var shards = new RedisShards();
        try
        {
            for (var i = 0; i < primaries; i++)
            {
                await shards.AddServerAsync();
            }

            await shards.ShareSlotsAsync();
            await Deadline.UntilAsync(
                async () => (await Task.WhenAll(shards._servers.Select(StateAsync))).All(state => state == "ok"),
                "the cluster is whole");
            return shards;
        }
        catch
        {
            await shards.DisposeAsync();
            throw;
        }
    }

    /// <summary>The primary that has the service's slot, as a server that lives says.</summary>
    internal async Task<RedisProcess> HomeAsync()
    {
        foreach (var server in _servers.Where(server => !server.HasExited))
        {
            var slots = (RedisResult[])(await server.Server.ExecuteAsync("CLUSTER", "SLOTS"))!;
            var home = slots.Select(range => (RedisResult[])range!).Single(range =>
                (int)range[0] <= Slot && (int)range[1] >= Slot);
            return _servers.Single(one => one.Port == (int)((RedisResult[])home[2]!)[1]);
        }

        throw new InvalidOperationException("no server lives");
    }

    /// <summary>Adds a replica of a primary, and waits until it has all that the primary has.</summary>
    internal async Task<RedisProcess> AddReplicaAsync(RedisProcess primary)
    {
        var replica = await AddServerAsync();
        await replica.Server.ExecuteAsync(
            "CLUSTER", "MEET", "127.0.0.1", primary.Port, _busPorts[_servers.IndexOf(primary)].Number);
        var id = await IdAsync(primary);
        await Deadline.UntilAsync(
            async () =>
                $"{await replica.Server.ExecuteAsync("CLUSTER", "NODES")}".Contains(id, StringComparison.Ordinal),
            "the replica has heard of its primary");
        await replica.Server.ExecuteAsync("CLUSTER", "REPLICATE", id);
        await Deadline.UntilAsync(
            async () => await replica.InfoAsync("master_link_status") == "up", "the replica follows the primary");
        return replica;
    }

    /// <summary>Moves the service's slot with its keys, as Redis' documentation has the steps.</summary>
    internal static async Task MoveSlotAsync(RedisProcess from, RedisProcess to)
    {
        var (source, target) = (await IdAsync(from), await IdAsync(to));
        await to.Server.ExecuteAsync("CLUSTER", "SETSLOT", Slot, "IMPORTING", source);
        await from.Server.ExecuteAsync("CLUSTER", "SETSLOT", Slot, "MIGRATING", target);
        while ((string[])(await from.Server.ExecuteAsync("CLUSTER", "GETKEYSINSLOT", Slot, "100"))! is { Length: > 0 } keys)
        {
            // The library sends it to no server that was a replica when it connected.
            await AskAsync(["-p", $"{from.Port}", "MIGRATE", "127.0.0.1", $"{to.Port}", "", "0", "5000", "KEYS", .. keys]);
        }

        await to.Server.ExecuteAsync("CLUSTER", "SETSLOT", Slot, "NODE", target);
        await from.Server.ExecuteAsync("CLUSTER", "SETSLOT", Slot, "NODE", target);
    }

    /// <summary>How many keys a server has, and how many of them are in the service's slot.</summary>
    internal static async Task<(long All, long InSlot)> CountKeysAsync(RedisProcess server) =>
        ((long)await server.Server.ExecuteAsync("DBSIZE"),
            (long)await server.Server.ExecuteAsync("CLUSTER", "COUNTKEYSINSLOT", Slot));

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        _busPorts.ForEach(port => port.Dispose());
    }

    private static async Task AskAsync(params IEnumerable<string> arguments)
    {
        var (exitCode, output) = await DebianProgram.RunAsync(
            DebianProgram.Need("redis-cli", "redis-tools"), ["-e", .. arguments]);
        Assert.True(exitCode == 0, output);
    }

    private static async Task<string> IdAsync(RedisProcess server) =>
        (await server.Server.ExecuteAsync("CLUSTER", "MYID")).ToString();

    private static async Task<string> StateAsync(RedisProcess server) =>
        (await server.Server.ExecuteAsync("CLUSTER", "INFO")).ToString().Split("\r\n")[0]["cluster_state:".Length..];

    private async Task<RedisProcess> AddServerAsync()
    {
        var bus = new HeldPort();
        _busPorts.Add(bus);
        var server = await RedisProcess.StartAsync(
            "--cluster-enabled", "yes", "--cluster-port", bus.Number.ToString(CultureInfo.InvariantCulture),
            "--cluster-node-timeout", "2000", "--repl-diskless-sync-delay", "0");
        _servers.Add(server);
        return server;
    }

    private async Task ShareSlotsAsync()
    {
        if (_servers.Count == 1)
        {
            await _servers[0].Server.ExecuteAsync("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
            return;
        }

        var addresses = _servers.Zip(_busPorts, (server, bus) => $"{server.Endpoint}@{bus.Number}");
        await AskAsync(["--cluster", "create", .. addresses, "--cluster-yes"]);
    }
}
