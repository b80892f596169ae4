using System.Net;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Hub.Backplane.Redis;

/// <summary>Two nodes whose log, rooms and channels are on a Redis Cluster.</summary>
public sealed class RedisShardsTests : IAsyncDisposable
{
    private readonly List<LiveFeedServer> _nodes = [];
    private RedisShards _redis = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        if (_redis is not null) // it has started
        {
            await _redis.DisposeAsync();
        }
    }

    [Fact]
    public async Task On_a_cluster_of_one_primary_nodes_share_all_in_one_slot()
    {
        _redis = await RedisShards.StartAsync(primaries: 1);
        var (a, b) = (Node(), Node());
        await using var follower = await b.FollowAsync("/events?topic=demo/**");
        await follower.ReadConnectedAsync();

        await AssertSharedAsync(a, follower, from: 0);

        await AssertOneSlotAsync();
    }

    [Fact]
    [Trait("length", "long")]
    public async Task A_failover_and_a_move_of_its_slot_cost_nobody_an_event()
    {
        _redis = await RedisShards.StartAsync(primaries: 3);
        var home = await _redis.HomeAsync();
        var replica = await _redis.AddReplicaAsync(home);
        var (a, b) = (Node(), Node());
        await using var follower = await b.FollowAsync("/events?topic=demo/**");
        await follower.ReadConnectedAsync();
        await AssertSharedAsync(a, follower, from: 0);

        await Deadline.UntilAsync(
            async () => await replica.InfoAsync("master_repl_offset") == await home.InfoAsync("master_repl_offset"),
            "the replica has everything");
        home.Kill();
        await UntilTakenAsync(a, 10);
        await AssertNextAsync(follower, 10);
        await AssertSharedAsync(a, follower, from: 11);

        home = await _redis.HomeAsync();
        Assert.Same(replica, home);
        var other = _redis.Servers.First(server => server != home && !server.HasExited);
        await RedisShards.MoveSlotAsync(home, other);
        Assert.Same(other, await _redis.HomeAsync());
        await UntilTakenAsync(a, 20);
        await AssertNextAsync(follower, 20);
        await AssertSharedAsync(a, follower, from: 21);
        await AssertOneSlotAsync();
    }

    [Fact]
    [Trait("length", "long")]
    public async Task Replicas_of_another_shard_do_not_count()
    {
        _redis = await RedisShards.StartAsync(primaries: 3);
        var home = await _redis.HomeAsync();
        foreach (var other in _redis.Servers.Where(server => server != home).ToList())
        {
            await _redis.AddReplicaAsync(other);
        }

        var node = Node(("Log:Redis:Replicas", "1"));
        using (var refused = await node.Http.PostToTopicAsync("demo/a", "1"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        }

        await _redis.AddReplicaAsync(home);
        await UntilTakenAsync(node, 2);
    }

    // A retained event, an ephemeral one, a member, and the list of clients.
    private static async Task AssertSharedAsync(LiveFeedServer node, SseConnection follower, int from)
    {
        await node.Http.PublishNumbersAsync("demo/a", 1, from);
        await AssertNextAsync(follower, from);
        await UntilCrossesAsync(node, follower, from + 1);
        await using var socket = await JsonSocket.OpenAsync(node);
        await socket.SendAsync($$"""{"type":"join","userId":"u{{from}}","username":"Ada"}""");
        await socket.ReadUntilAsync("room_state");
        await Deadline.UntilAsync(
            async () => (await node.Http.GetJsonAsync("/clients")).GetProperty("clients").GetArrayLength() == 2,
            "the nodes know each other's clients");
    }

    // Channels are followed anew after a failover: what is not kept may be lost until then, so it is said again.
    private static async Task UntilCrossesAsync(LiveFeedServer node, SseConnection follower, int number)
    {
        var reading = follower.ReadEventAsync();
        await Deadline.UntilAsync(
            async () =>
            {
                using var answer = await node.Http.PostToTopicAsync("demo/a?ephemeral=true", $"{number}");
                return reading.IsCompleted;
            },
            "an ephemeral event crosses");
        Assert.Equal($"{number}", (await reading).Data);
    }

    private static async Task AssertNextAsync(SseConnection follower, int number)
    {
        while (await follower.ReadAsync() is { } frame)
        {
            Assert.NotEqual("livefeed.gap", frame.Event);
            if (frame is { IsEvent: true, Id: not null }) // what was said again has none
            {
                Assert.Equal($"{number}", frame.Data);
                return;
            }
        }
    }

    private static Task UntilTakenAsync(LiveFeedServer node, int number) => Deadline.UntilAsync(
        async () =>
        {
            using var answer = await node.Http.PostToTopicAsync($"demo/a?id={number}", $"{number}");
            return answer.StatusCode == HttpStatusCode.Accepted;
        },
        "the log takes events");

    private async Task AssertOneSlotAsync()
    {
        var home = await _redis.HomeAsync();
        foreach (var server in _redis.Servers.Where(server => !server.HasExited))
        {
            var (all, inSlot) = await RedisShards.CountKeysAsync(server);
            Assert.Equal((server == home, inSlot), (all > 0, all));
        }
    }

    private LiveFeedServer Node(params (string Key, string Value)[] settings)
    {
        _nodes.Add(new LiveFeedServer(
            [("Log:Provider", "redis"), ("Log:Redis:Configuration", _redis.Configuration), .. settings]));
        return _nodes[^1];
    }
}
