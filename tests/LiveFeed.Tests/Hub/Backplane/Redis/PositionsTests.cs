using System.Globalization;
using System.Text.Json;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Hub.Backplane.Redis;

/// <summary>
/// Positions that a node has not reached: another node has given them out, or nobody has. Two nodes, a real redis-server.
/// </summary>
public sealed class PositionsTests : IAsyncLifetime
{
    private RedisCluster _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await RedisCluster.StartAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task One_that_was_never_given_out_is_a_loss_and_what_is_retained_and_live_comes()
    {
        var last = await PublishAsync(_cluster.A, 0);
        var never = $"{last.Split('-')[0]}-99999";

        await using var stream = await _cluster.B.FollowAsync($"/events?topic=demo/a&lastEventId={never}");

        Assert.False((await stream.ReadConnectedAsync()).Resumed);
        AssertLoss(never, JsonSerializer.Deserialize<JsonElement>((await stream.ReadNamedAsync("livefeed.gap")).Data!));
        await PublishAsync(_cluster.A, 1);
        Assert.Equal(["0", "1"], await stream.ReadDataAsync(2));
    }

    [Fact]
    public async Task A_subscription_after_one_that_was_never_given_out_is_told_of_the_loss()
    {
        var last = await PublishAsync(_cluster.A, 0);
        var never = $"{last.Split('-')[0]}-99999";
        await using var socket = await JsonSocket.OpenAsync(_cluster.B);

        await socket.SendAsync($$"""{"type":"subscribe","topics":["demo/a"],"after":"{{never}}"}""");

        AssertLoss(never, await socket.ReadUntilAsync("gap"));
        await socket.ReadUntilAsync("subscribed");
    }

    [Fact]
    public async Task History_after_one_that_was_never_given_out_tells_the_loss_and_has_all_that_is_retained()
    {
        var last = await PublishAsync(_cluster.A, 0);
        var never = $"{last.Split('-')[0]}-99999";

        var page = await _cluster.B.Http.GetJsonAsync($"/history?topic=demo/a&after={never}");

        AssertLoss(never, page.GetProperty("gap"));
        Assert.Equal(last, Assert.Single(page.GetProperty("events").EnumerateArray()).GetProperty("position").GetString());
        Assert.Equal(last, page.GetProperty("next").GetString());
    }

    [Fact]
    public async Task One_that_another_node_has_just_given_out_is_none()
    {
        for (var i = 0; i < 50; i++)
        {
            var position = await PublishAsync(_cluster.A, i);
            await using var stream = await _cluster.B.FollowAsync($"/events?topic=demo/a&lastEventId={position}");
            Assert.True((await stream.ReadConnectedAsync()).Resumed);
        }
    }

    [Fact]
    public async Task While_Redis_is_away_nobody_knows_and_one_is_accepted()
    {
        var last = await PublishAsync(_cluster.A, 0);
        var next = $"{last.Split('-')[0]}-{int.Parse(last.Split('-')[1], CultureInfo.InvariantCulture) + 1}";
        _cluster.Redis.Kill();

        await using var stream = await _cluster.B.FollowAsync($"/events?topic=demo/a&lastEventId={next}");

        Assert.True((await stream.ReadConnectedAsync()).Resumed);
    }

    [Fact]
    public async Task While_Redis_is_away_one_of_a_term_that_the_node_does_not_know_is_no_other_log()
    {
        var last = await PublishAsync(_cluster.A, 0);
        _cluster.Redis.Kill();
        var later = long.Parse(last.Split('-')[0], CultureInfo.InvariantCulture) + 1;

        await using var stream = await _cluster.B.FollowAsync($"/events?topic=demo/a&lastEventId={later}-2");

        var closing = await stream.ReadNamedAsync("livefeed.closing");
        Assert.Contains("unavailable", closing.Data!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_poller_that_comes_to_another_node_each_time_is_told_of_a_gap_once_and_goes_on(bool isOfThisLog)
    {
        var last = await PublishAsync(_cluster.A, 0);
        var next = isOfThisLog ? $"{last.Split('-')[0]}-99999" : "elsewhere-5";
        var (data, gaps) = (new List<int>(), 0);
        for (var poll = 0; poll < 4; poll++)
        {
            var node = poll % 2 == 0 ? _cluster.A : _cluster.B;
            var answer = await node.Http.GetJsonAsync($"/poll?topic=demo/a&client=c-0&wait=0&after={next}");
            gaps += answer.TryGetProperty("gap", out var gap) && gap.ValueKind == JsonValueKind.Object ? 1 : 0;
            data.AddRange(answer.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("data").GetInt32()));
            next = answer.GetProperty("next").GetString()!;
            if (poll == 1)
            {
                await PublishAsync(_cluster.A, 1);
            }
        }

        Assert.Equal(1, gaps);
        Assert.Equal([0, 1], data);
    }

    private static void AssertLoss(string after, JsonElement gap)
    {
        Assert.Equal(after, gap.GetProperty("after").GetString());
        Assert.Equal("lost", gap.GetProperty("reason").GetString());
    }

    private static async Task<string> PublishAsync(LiveFeedServer node, int number)
    {
        var answer = await node.Http.PublishAsync($$"""{"topic":"demo/a","data":{{number}}}""");
        return answer.GetProperty("positions").GetProperty("last").GetString()!;
    }
}
