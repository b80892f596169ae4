using LiveFeed.Faults.Cluster;
using LiveFeed.Tests.Support;

namespace LiveFeed.Faults.Sections;

/// <summary>
/// Several nodes on a real Redis: nodes are killed, Redis is killed, loses its last moments, and fails over, while producers
/// post to any node and clients follow any.
/// </summary>
internal sealed class ClusterSection(FaultOptions options) : ISection
{
    private const int Seed = 20260131;
    private const int LongestMilliseconds = 400;
    private const int NodeCount = 2;

    private readonly Random _random = new(Seed);

    public string Name => "cluster";

    public async IAsyncEnumerable<FaultResult> RunAsync()
    {
        yield return await KillNodesAsync();
        yield return await KillRedisAsync();
        yield return await LosePowerAsync();
        yield return await FailOverAsync();
        yield return await NodeRooms.RunAsync(options.Times, _random);
    }

    private async Task<FaultResult> KillNodesAsync()
    {
        await using var redis = await RedisProcess.StartAsync();
        using var nodes = await Nodes.StartAsync(options.Quick ? NodeCount : 3, redis.Configuration);
        return await RunAsync("kill -9 of a node", nodes, () => redis, mayLose: false, async i =>
        {
            var node = nodes.All[i % nodes.All.Count];
            node.Kill();
            await node.RelaunchAsync();
        });
    }

    private async Task<FaultResult> KillRedisAsync()
    {
        await using var redis = await RedisProcess.StartAsync("--appendonly", "yes", "--appendfsync", "always");
        using var nodes = await Nodes.StartAsync(NodeCount, redis.Configuration, "--LiveFeed:Log:Durability=commit");
        return await RunAsync("kill -9 of Redis, commit", nodes, () => redis, mayLose: false, async _ =>
        {
            redis.Kill();
            await redis.RestartAsync();
        });
    }

    // What was written last is not on the disk, as when the machine fails.
    private async Task<FaultResult> LosePowerAsync()
    {
        await using var redis = await RedisProcess.StartAsync("--appendonly", "yes", "--appendfsync", "everysec");
        using var nodes = await Nodes.StartAsync(NodeCount, redis.Configuration);
        return await RunAsync("Redis loses power, async", nodes, () => redis, mayLose: true, async _ =>
        {
            using var disk = redis.Copy();
            await Wait.ForAsync(TimeSpan.FromMilliseconds(_random.Next(LongestMilliseconds)));
            redis.Kill();
            disk.PutBack();
            await redis.RestartAsync();
        });
    }

    private async Task<FaultResult> FailOverAsync()
    {
        await using var redis = await RedisPair.StartAsync();
        using var nodes = await Nodes.StartAsync(NodeCount, redis.Configuration);
        return await RunAsync("Sentinel failover, async", nodes, () => redis.Primary, mayLose: true, async i =>
        {
            await redis.UntilCopyingAsync(); // Sentinel takes many seconds to make a replica of a primary that lives
            if (i % 2 == 1)
            {
                await redis.FailOverAsync();
                return;
            }

            await redis.CutReplicaAsync(); // so that there is something to lose
            await Wait.ForAsync(TimeSpan.FromMilliseconds(_random.Next(LongestMilliseconds)));
            await redis.KillPrimaryAsync();
            await redis.RestartReplicaAsync();
        });
    }

    private async Task<FaultResult> RunAsync(
        string name, Nodes nodes, Func<RedisProcess> redis, bool mayLose, Func<int, Task> fault)
    {
        await using var crowd = new NodeCrowd(nodes);
        await crowd.StartAsync();
        var slowest = TimeSpan.Zero;
        for (var i = 0; i < options.Times; i++)
        {
            await crowd.UntilAcknowledgedAsync();
            await Wait.ForAsync(TimeSpan.FromMilliseconds(_random.Next(LongestMilliseconds)));
            await fault(i);
            var recovered = await crowd.UntilAcknowledgedAsync();
            slowest = recovered > slowest ? recovered : slowest;
        }

        var (verdict, terms) = await crowd.EndAsync(redis());
        FaultException.Unless(
            verdict is { Untold: 0, Imagined: 0 },
            FormattableString.Invariant($"{name}: followers were not told {verdict.Untold} losses, ") +
            FormattableString.Invariant($"and told {verdict.Imagined} that they had nothing of"));
        FaultException.Unless(
            mayLose || verdict is { LostAndTold: 0, Told: 0 },
            FormattableString.Invariant($"{name}: {verdict.LostAndTold} events are lost, {verdict.Told} losses told"));
        return new FaultResult(
            name,
            options.Times,
            crowd.Witness.Acknowledged,
            verdict.Lost + verdict.Missing,
            verdict.Duplicated,
            slowest,
            FormattableString.Invariant($"{verdict.Missing} of the lost are in the log and not at a follower; ") +
            FormattableString.Invariant($"{terms.Ended} terms ended, {verdict.LostAndTold:N0} acknowledged events went ") +
            FormattableString.Invariant($"with them, {verdict.Told} times a follower was told, and only who had some; ") +
            FormattableString.Invariant($"followers came back {crowd.Reconnects:N0} times; ") +
            FormattableString.Invariant($"producers were told {crowd.Refused:N0} times to come back later"));
    }
}
