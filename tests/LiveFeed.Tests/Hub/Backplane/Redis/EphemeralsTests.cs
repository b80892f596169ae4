using System.Globalization;
using LiveFeed.Telemetry;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Hub.Backplane.Redis;

/// <summary>Events that the log does not keep, over two nodes and a real redis-server.</summary>
public sealed class EphemeralsTests : IAsyncLifetime
{
    private RedisCluster _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await RedisCluster.StartAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task One_reaches_the_clients_of_the_other_node_after_the_retained_event_before_it_and_once()
    {
        await using var near = await _cluster.A.FollowAsync("/events?topic=now/**");
        await using var far = await _cluster.B.FollowAsync("/events?topic=now/**");
        await near.ReadConnectedAsync();
        await far.ReadConnectedAsync();

        for (var i = 0; i < 100; i += 2)
        {
            await _cluster.A.Http.PublishAsync(
                $$"""[{"topic":"now/a","data":{{i}}},{"topic":"now/a","data":{{i + 1}},"ephemeral":true}]""");
        }

        var all = Enumerable.Range(0, 100).Select(i => $"{i}").ToArray();
        var seen = (await far.ReadDataAsync(100)).ToList();
        Assert.Equal(all, seen.OrderBy(data => int.Parse(data!, CultureInfo.InvariantCulture)));
        for (var i = 0; i < 100; i += 2)
        {
            Assert.True(seen.IndexOf($"{i}") < seen.IndexOf($"{i + 1}"), $"{i + 1} came before what it follows");
        }

        Assert.Equal(all.Order(), (await near.ReadDataAsync(100)).Order());
    }

    [Fact]
    public async Task While_Redis_is_away_one_is_delivered_here_alone_and_counted_and_they_cross_again_afterwards()
    {
        await using var near = await _cluster.A.FollowAsync("/events?topic=now/**");
        await using var far = await _cluster.B.FollowAsync("/events?topic=now/**");
        await near.ReadConnectedAsync();
        await far.ReadConnectedAsync();
        using var dropped = new Counted(_cluster.A, "livefeed.cluster.events.dropped", "reason");
        _cluster.Redis.Kill();

        await _cluster.A.Http.PublishAsync("""{"topic":"now/a","data":"alone","ephemeral":true}""");

        Assert.Equal(["\"alone\""], await near.ReadDataAsync(1));
        await Deadline.UntilAsync(() => dropped[ClusterMetrics.NameOf(EventDrop.Away)] == 1, "it is counted");

        await _cluster.Redis.RestartAsync();
        var crossed = far.ReadDataAsync(1);
        await Deadline.UntilAsync(
            async () =>
            {
                await _cluster.A.Http.PublishAsync("""{"topic":"now/a","data":"again","ephemeral":true}""");
                return crossed.IsCompleted;
            },
            "one crosses");
        Assert.Equal(["\"again\""], await crossed);
    }
}
