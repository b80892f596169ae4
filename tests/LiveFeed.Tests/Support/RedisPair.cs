using System.Globalization;

namespace LiveFeed.Tests.Support;

/// <summary>A primary, its replica, and a Sentinel that makes the one take the other's place.</summary>
internal sealed class RedisPair : IAsyncDisposable
{
    // Sentinel looks at a server that is up every ten seconds, and makes a replica of a former primary when that has said
    // for some time that it is one: more than half a minute on a machine that is busy.
    private static readonly TimeSpan SentinelTime = TimeSpan.FromMinutes(2);

    private SentinelProcess? _sentinel;

    private RedisPair(RedisProcess primary, RedisProcess replica) => (Primary, Replica) = (primary, replica);

    internal RedisProcess Primary { get; private set; }

    internal RedisProcess Replica { get; private set; }

    /// <summary>What <c>LiveFeed:Log:Redis:Configuration</c> takes.</summary>
    internal string Configuration => _sentinel!.Configuration;

    internal static async Task<RedisPair> StartAsync(params string[] settings)
    {
        string[] all = ["--repl-diskless-sync-delay", "0", .. settings];
        var primary = await RedisProcess.StartAsync(all);
        var replica = await RedisProcess.StartAsync([.. all, .. Following(primary)]);
        var pair = new RedisPair(primary, replica);
        try
        {
            await pair.UntilCopyingAsync();
            pair._sentinel = await SentinelProcess.StartAsync(primary.Port);
            return pair;
        }
        catch
        {
            await pair.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// The replica gets nothing from here on: it is not let in again. Clients of the primary that are connected stay so.
    /// </summary>
    internal async Task CutReplicaAsync()
    {
        await Primary.Database.ExecuteAsync("CONFIG", "SET", "requirepass", "closed");
        await Primary.Database.ExecuteAsync("CLIENT", "KILL", "TYPE", "replica");
    }

    /// <summary>SIGKILL for the primary; waits until the replica has taken its place.</summary>
    internal async Task KillPrimaryAsync()
    {
        Primary.Kill();
        await UntilSwappedAsync();
    }

    /// <summary>The replica takes the primary's place by command; waits until it has.</summary>
    internal async Task FailOverAsync()
    {
        await Deadline.UntilAsync(() => _sentinel!.TryFailOverAsync(), "Sentinel begins a failover");
        await UntilSwappedAsync();
    }

    /// <summary>The server that was killed is back as the other's replica, and has all it has.</summary>
    internal async Task RestartReplicaAsync()
    {
        await Replica.RestartAsync(Following(Primary));
        await UntilCopyingAsync();
    }

    /// <summary>
    /// Waits until the replica follows the primary. On a busy machine Sentinel may have them change places once more.
    /// </summary>
    internal Task UntilCopyingAsync() => Deadline.UntilAsync(
        async () =>
        {
            if (_sentinel is not null && await _sentinel.PrimaryAsync() == Replica.Port)
            {
                (Primary, Replica) = (Replica, Primary);
            }

            return await Replica.InfoAsync("master_link_status") == "up";
        },
        "the replica follows the primary",
        SentinelTime);

    public async ValueTask DisposeAsync()
    {
        if (_sentinel is not null)
        {
            await _sentinel.DisposeAsync();
        }

        await Replica.DisposeAsync();
        await Primary.DisposeAsync();
    }

    private static string[] Following(RedisProcess primary) =>
        ["--replicaof", "127.0.0.1", primary.Port.ToString(CultureInfo.InvariantCulture)];

    private async Task UntilSwappedAsync()
    {
        await Deadline.UntilAsync(
            async () => await _sentinel!.PrimaryAsync() == Replica.Port && await Replica.InfoAsync("role") == "master",
            "the replica is the primary");
        (Primary, Replica) = (Replica, Primary);
    }
}
