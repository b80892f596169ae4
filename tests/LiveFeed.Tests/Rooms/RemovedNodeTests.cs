using LiveFeed.Events;
using LiveFeed.Hub.Backplane;
using LiveFeed.Hub.Backplane.Redis;
using LiveFeed.Log.Redis;
using LiveFeed.Rooms;
using LiveFeed.Tests.Log.Redis;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Rooms;

/// <summary>A node removes one that is dead, and does not hear from Redis that it has.</summary>
public sealed class RemovedNodeTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly RedisNodes _nodes;
    private RedisProcess _redis = null!;

    public RemovedNodeTests() => _nodes = new RedisNodes { Time = _time };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _redis = await _nodes.StartRedisAsync();

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();

    [Fact]
    public async Task The_last_follower_of_a_dead_node_is_told_although_the_answer_to_its_removal_was_lost()
    {
        var log = await _nodes.StartAsync();
        await RightsAsync("+@all");
        _nodes.Options.Redis.Configuration += ",user=b,password=secret";
        var other = await _nodes.StartAsync();
        using var b = await RoomLife.StartAsync(other, _time);
        var nodes = await BeatAsync(other);
        using (var a = await RoomLife.StartAsync(log, _time))
        {
            await BeatAsync(log);
            await a.FollowAsync("t");
            await UntilToldAsync(other, ["first-follower"]);
        }

        await _redis.Database.SortedSetAddAsync(log.Server.Keys.Nodes, log.Server.NodeId, 1);
        await nodes.BeatAsync();
        Assert.Single(nodes.Silent);
        using var gone = new GoneNodes(
            b.Rooms, b.Followers, other.Members, nodes, Options.Create(new RoomsOptions()),
            Options.Create(new ClusterOptions()), _time, NullLogger<GoneNodes>.Instance);
        await gone.StartAsync(Token);
        await RightsAsync("-zrem");
        await UntilAsync(() => _redis.Database.SetContainsAsync(log.Server.Keys.Gone, log.Server.NodeId), "it is removed");
        await _redis.Database.SortedSetRemoveAsync(log.Server.Keys.Nodes, log.Server.NodeId); // and by this node alone
        await RightsAsync("+zrem");
        await nodes.BeatAsync();

        await UntilToldAsync(other, ["first-follower", "last-follower"]);
        await gone.StopAsync(Token);
    }

    private Task UntilToldAsync(RedisEventLog log, string[] told) => UntilAsync(
        async () => (await log.ReadAllAsync())
            .Where(frame => frame.Event.Topic == TopicName.Parse("system/topics/t"))
            .Select(frame => frame.Event.Name)
            .SequenceEqual(told),
        string.Join(", ", told));

    private Task UntilAsync(Func<Task<bool>> condition, string what) => Deadline.UntilAsync(
        () =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(200));
            return condition();
        },
        what);

    private static async Task<ClusterNodes> BeatAsync(RedisEventLog log)
    {
        var nodes = new ClusterNodes(log.Server, Options.Create(new ClusterOptions()));
        await nodes.BeatAsync();
        return nodes;
    }

    private Task RightsAsync(string rights) => _redis.Database.ExecuteAsync(
        "ACL", "SETUSER", "b", "on", ">secret", "~*", "&*", rights);
}
