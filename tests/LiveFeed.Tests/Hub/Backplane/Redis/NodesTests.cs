using System.Globalization;
using System.Net;
using System.Text.Json;
using LiveFeed.Clients;
using LiveFeed.Events;
using LiveFeed.Hub.Backplane;
using LiveFeed.Tests.Streaming.Polling;
using LiveFeed.Tests.Streaming.SocketIo.Engine;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Hub.Backplane.Redis;

/// <summary>
/// What clients and administrators meet who come to another node than before. Two nodes, a real redis-server.
/// </summary>
public sealed class NodesTests : IAsyncLifetime
{
    private RedisCluster _cluster = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _cluster = await RedisCluster.StartAsync(("SocketIo:Path", "/engine.io/"));

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Who_polled_at_one_node_goes_on_at_the_other_with_every_event_once()
    {
        var near = new Poller(_cluster.A, "topic=poll/**");
        await near.PollAsync();
        var got = new List<string>();
        for (var i = 0; i < 20; i += 2)
        {
            await _cluster.A.Http.PublishNumbersAsync("poll/a", 2, from: i);
            got.AddRange(await near.ReadAsync(1));
            near = near.With(new Poller(i % 4 == 0 ? _cluster.B : _cluster.A, "topic=poll/**"));
        }

        while (got.Count < 20)
        {
            got.AddRange(Poller.Data(await near.PollAsync(wait: 60)));
        }

        Assert.Equal(Enumerable.Range(0, 20).Select(i => i.ToString(CultureInfo.InvariantCulture)), got);
        Assert.Empty(Poller.Events(await near.PollAsync()));
    }

    [Fact]
    public async Task A_Socket_IO_client_that_polls_another_node_is_told_that_its_session_is_unknown()
    {
        var client = await PollingClient.OpenAsync(_cluster.A.Http);

        using var response = await _cluster.B.Http.GetAsync(new Uri(client.Query, UriKind.Relative), Token);

        await response.AssertRefusedAsync(1, "Session ID unknown");
    }

    [Fact]
    public async Task All_clients_of_another_node_are_listed_page_by_page()
    {
        var topics = Enumerable.Range(0, 20)
            .Select(i => TopicPattern.Parse($"long/{i}/{new string('x', 400)}")).ToArray();
        for (var i = 0; i < 1_100; i++)
        {
            await _cluster.B.Hub.JoinAsync(
                new JoinRequest { Transport = "test", Topics = [.. i < 100 ? topics : topics[..1]] }, Token);
        }

        await _cluster.A.Hub.JoinAsync(new JoinRequest { Transport = "near" }, Token);

        var list = (await _cluster.A.Http.GetJsonAsync("/clients")).GetProperty("clients").EnumerateArray().ToArray();

        Assert.Equal(1_101, list.Length);
        Assert.Equal("near", list[0].GetProperty("transport").GetString());
        Assert.Equal(
            _cluster.B.Hub.Everyone.Snapshot().OrderBy(client => client.Number).Select(client => client.Id),
            list[1..].Select(client => client.GetProperty("clientId").GetString()));
        Assert.Equal(20, list[1].GetProperty("topics").GetArrayLength());
    }

    [Fact]
    public async Task Followers_of_many_topics_are_counted_on_all_nodes()
    {
        await _cluster.B.Hub.JoinAsync(
            new JoinRequest { Transport = "test", Topics = [TopicPattern.Parse("many/1/*")] }, Token);
        await _cluster.A.Http.PublishAsync(
            string.Join('\n', Enumerable.Range(0, 800).Select(i => $$"""{"topic":"many/{{i % 2}}/{{i}}","data":{{i}}}""")),
            Posting.Ndjson);

        var list = (await _cluster.A.Http.GetJsonAsync("/topics?pattern=many/**")).GetProperty("topics")
            .EnumerateArray().ToArray();

        Assert.Equal(800, list.Length);
        Assert.All(list, topic => Assert.Equal(
            topic.GetProperty("topic").GetString()!.StartsWith("many/1/", StringComparison.Ordinal) ? 1 : 0,
            topic.GetProperty("subscribers").GetInt32()));
    }

    [Fact]
    [Trait("length", "long")]
    public async Task A_killed_node_is_skipped()
    {
        await using var far = await _cluster.B.FollowAsync("/events?topic=here/a");
        var client = await far.ReadConnectedAsync();
        await AddDeadAsync();

        var list = (await _cluster.A.Http.GetJsonAsync("/clients")).GetProperty("clients");
        var one = await _cluster.A.Http.GetJsonAsync($"/clients/{client.ClientId}");

        Assert.Equal(client.ClientId, Assert.Single(list.EnumerateArray()).GetProperty("clientId").GetString());
        Assert.Equal(JsonValueKind.Object, one.ValueKind);
        await _cluster.A.Http.GetJsonAsync("/clients/c-000000000000000", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Who_has_followers_is_not_known_while_a_node_that_counts_as_alive_does_not_answer()
    {
        await using var far = await _cluster.B.FollowAsync("/events?topic=here/a");
        await far.ReadConnectedAsync();
        var backplane = _cluster.A.Services.GetRequiredService<IBackplane>();
        Assert.Equal(["here/a"], (await backplane.FindFollowedElsewhereAsync(["here/a", "here/b"], Token))!);

        await AddDeadAsync();
        Assert.Null(await backplane.FindFollowedElsewhereAsync(["here/b"], Token));
    }

    [Fact]
    public async Task While_Redis_is_away_everything_answers_for_the_node_that_is_asked()
    {
        await using var near = await _cluster.A.FollowAsync("/events?topic=here/a");
        await using var far = await _cluster.B.FollowAsync("/events?topic=here/a");
        var (client, other) = (await near.ReadConnectedAsync(), await far.ReadConnectedAsync());
        _cluster.Redis.Kill();

        var list = (await _cluster.A.Http.GetJsonAsync("/clients")).GetProperty("clients");
        Assert.Equal(client.ClientId, Assert.Single(list.EnumerateArray()).GetProperty("clientId").GetString());
        await _cluster.A.Http.GetJsonAsync($"/clients/{client.ClientId}");
        await _cluster.A.Http.GetJsonAsync($"/clients/{other.ClientId}", HttpStatusCode.NotFound);
        using var unknown = await _cluster.A.SendAsync("DELETE", $"/clients/{other.ClientId}", []);
        using var ended = await _cluster.A.SendAsync("DELETE", $"/clients/{client.ClientId}", []);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NoContent), (unknown.StatusCode, ended.StatusCode));
        await near.ReadNamedAsync("livefeed.closing");
    }

    // A node that is killed and counts as alive still.
    private async Task AddDeadAsync()
    {
        await _cluster.Redis.Database.SortedSetAddAsync(
            $"{_cluster.Prefix}nodes",
            "dead000000",
            new DateTimeOffset(await _cluster.Redis.Server.TimeAsync()).ToUnixTimeMilliseconds() + 600_000);
        await Deadline.UntilAsync(
            () => RedisCluster.NodesOf(_cluster.A).Live.Contains("dead000000"), "it counts as alive still");
    }
}
