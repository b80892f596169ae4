using System.Net;
using System.Text.Json;
using LiveFeed.Access.Tickets;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Hosting;

/// <summary>
/// The service while its Redis has no room left (<c>maxmemory</c>): what makes room, and what needs next to none, goes on.
/// </summary>
public sealed class RedisFullTests : IAsyncLifetime
{
    private const int Large = 50_000;

    private RedisCluster _cluster = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _cluster = await RedisCluster.StartAsync(("Cluster:NodeTimeout", "00:00:01"));

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_node_starts_while_Redis_is_full_and_serves_readers()
    {
        await _cluster.A.Http.PublishNumbersAsync("demo/a", 3);
        await FillAsync();

        var late = _cluster.AddNode(("Cluster:NodeTimeout", "00:00:01"));
        await using var follower = await late.FollowAsync("/events?topic=demo/a&last=3");

        Assert.Equal([0, 1, 2], (await follower.ReadEventsAsync(3)).Select(e => JsonSerializer.Deserialize<int>(e.Data!)));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PublishAsync(late, "3"));
        await late.Http.GetJsonAsync("/healthz/ready", HttpStatusCode.ServiceUnavailable);
        late.Services.GetRequiredService<TicketKey>().Sign([1]);
        await Deadline.UntilAsync(() => RedisCluster.NodesOf(_cluster.A).Live.Count == 3, "the others see it");

        await _cluster.Redis.Server.ConfigSetAsync("maxmemory", "0");
        await UntilTakenAsync(late);
        Assert.Equal("4", (await follower.ReadEventAsync()).Data);
    }

    [Fact]
    public async Task Retention_makes_room_in_a_full_Redis_and_events_are_taken_again()
    {
        await FillAsync();
        await _cluster.A.DisposeAsync();
        await _cluster.B.DisposeAsync();

        var node = _cluster.AddNode(("Log:MaxAge", "00:00:01"));

        await UntilTakenAsync(node);
        await Deadline.UntilAsync(() => node.Log.Fault is null, "the log is whole");
    }

    [Fact]
    public async Task What_a_stopped_node_had_is_taken_from_it_while_Redis_is_full()
    {
        await (await JoinAsync(_cluster.B)).DisposeAsync();

        var seats = $"{_cluster.Prefix}seats:{RedisCluster.NodesOf(_cluster.B).Id}";
        Assert.True(await _cluster.Redis.Database.KeyExistsAsync(seats));
        await FillAsync();
        await _cluster.B.DisposeAsync();

        await Deadline.UntilAsync(async () => !await _cluster.Redis.Database.KeyExistsAsync(seats), "it has no seats");
        Assert.Single(RedisCluster.NodesOf(_cluster.A).Live);
        await _cluster.Redis.Server.ConfigSetAsync("maxmemory", "0");
        await Deadline.UntilAsync(
            async () => (await _cluster.A.Http.GetJsonAsync("/members?topic=rooms/general"))
                .GetProperty("members").GetArrayLength() == 0,
            "its member has left");
    }

    [Fact]
    public async Task Another_connection_of_a_member_is_known_at_other_nodes_while_Redis_is_full()
    {
        await using var first = await JoinAsync(_cluster.B);
        await FillAsync();
        await using var second = await JoinAsync(_cluster.B);

        await Deadline.UntilAsync(
            async () => (await _cluster.A.Http.GetJsonAsync("/members?topic=rooms/general"))
                .GetProperty("members")[0].GetProperty("memberIds").GetArrayLength() == 2,
            "the other node knows both");
    }

    private static async Task<JsonSocket> JoinAsync(LiveFeedServer node)
    {
        var socket = await JsonSocket.OpenAsync(node);
        await socket.SendAsync("""{"type":"join","userId":"ada","username":"Ada"}""");
        await socket.ReadUntilAsync("room_state");
        return socket;
    }

    // Full by its events: a client that reads or writes less leaves no room.
    private async Task FillAsync()
    {
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(HttpStatusCode.Accepted, await PublishAsync(_cluster.A, new string('x', Large), "demo/large"));
        }

        await _cluster.Redis.Server.ConfigSetAsync("maxmemory", "4mb");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PublishAsync(_cluster.A, "0", "demo/large"));
    }

    private static Task UntilTakenAsync(LiveFeedServer node) => Deadline.UntilAsync(
        async () => await PublishAsync(node, "4") == HttpStatusCode.Accepted, "Redis has room");

    private static async Task<HttpStatusCode> PublishAsync(LiveFeedServer node, string data, string topic = "demo/a")
    {
        using var answer = await node.Http.PostToTopicAsync(topic, data);
        return answer.StatusCode;
    }
}
