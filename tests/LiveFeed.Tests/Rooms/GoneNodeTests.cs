using System.Globalization;
using System.Text.Json;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Rooms;

/// <summary>Rooms when a node dies or is cut off: real services, and a real Redis.</summary>
public sealed class GoneNodeTests : IAsyncLifetime
{
    private RedisProcess _redis = null!;
    private ServiceProcess _a = null!;
    private ServiceProcess _b = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisProcess.StartAsync();
        (_a, _b) = (await NodeAsync(), await NodeAsync());
    }

    public async ValueTask DisposeAsync()
    {
        _a?.Dispose();
        _b?.Dispose();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Members_of_a_killed_node_leave_once_and_who_is_back_at_another_node_stays()
    {
        await using var ada = await EnterAsync(_a, "ada");
        await using var bob = await EnterAsync(_a, "bob");
        await using var cyd = await EnterAsync(_b, "cyd");
        _a.Kill();
        await using var back = await EnterAsync(_b, "bob");

        await Deadline.UntilAsync(async () => (await MembersAsync()).SequenceEqual(["bob", "cyd"]), "ada has left");
        Assert.Equal(["join ada", "join bob", "join cyd", "leave ada"], await HistoryAsync());
        var connections = (await EventsAsync()).Select(e => e.GetProperty("data").GetProperty("memberId").GetString());
        Assert.Equal(connections.First(), connections.Last());
    }

    [Fact]
    public async Task Members_of_a_node_that_stood_still_join_again_once()
    {
        await using var ada = await EnterAsync(_a, "ada");
        await using var cyd = await EnterAsync(_b, "cyd");
        await _a.SignalAsync("STOP");
        await Deadline.UntilAsync(async () => (await MembersAsync()).SequenceEqual(["cyd"]), "ada has left");
        await _a.SignalAsync("CONT");
        await Deadline.UntilAsync(async () => (await MembersAsync()).SequenceEqual(["ada", "cyd"]), "ada is back");

        Assert.Equal(["join ada", "join cyd", "leave ada", "join ada"], await HistoryAsync());
    }

    [Fact]
    public async Task Time_in_which_Redis_was_away_has_nobody_leave()
    {
        await using var ada = await EnterAsync(_a, "ada");
        await _redis.SignalAsync("STOP");
        // Longer than both times: what is tested is that they pass.
        await Task.Delay(TimeSpan.FromSeconds(12), TimeProvider.System, Token);
        await _redis.SignalAsync("CONT");
        await using var cyd = await EnterAsync(_b, "cyd");
        await Deadline.UntilAsync(async () => (await MembersAsync()).SequenceEqual(["ada", "cyd"]), "both are in");

        Assert.Equal(["join ada", "join cyd"], await HistoryAsync());
    }

    [Fact]
    public async Task A_last_follower_is_told_when_no_node_has_any_also_when_the_node_was_killed()
    {
        await using var here = await SseConnection.OpenAsync(new Uri(_b.Address, "/events?topic=a"), []);
        await using (await SseConnection.OpenAsync(new Uri(_a.Address, "/events?topic=a"), []))
        await using (await SseConnection.OpenAsync(new Uri(_a.Address, "/events?topic=b"), []))
        {
            await Deadline.UntilAsync(async () => (await ToldAsync("b")).Length == 1, "b has its first follower");
            _a.Kill();
        }

        await Deadline.UntilAsync(async () => (await ToldAsync("b"))[^1] == "last-follower", "b has none any more");
        Assert.Equal("first-follower", (await ToldAsync("a"))[^1]);
        await here.DisposeAsync();
        await Deadline.UntilAsync(async () => (await ToldAsync("a"))[^1] == "last-follower", "a has none any more");
    }

    private async Task<string[]> ToldAsync(string topic)
    {
        using var json = JsonDocument.Parse(await _b.Http.GetStringAsync(
            new Uri($"/history?topic=system/topics/{topic}&limit=100", UriKind.Relative), Token));
        return [.. json.RootElement.GetProperty("events").EnumerateArray()
            .Select(e => e.GetProperty("event").GetString()!)];
    }

    private static async Task<JsonSocket> EnterAsync(ServiceProcess node, string user)
    {
        var socket = await JsonSocket.DialAsync(node.Address);
        await socket.SendAsync($$"""{"type":"join","room":"r","userId":"{{user}}","username":"{{user}}"}""");
        await socket.ReadUntilAsync("room_state");
        return socket;
    }

    private Task<ServiceProcess> NodeAsync() => ServiceProcess.StartAsync(
        "--LiveFeed:Log:Provider=redis",
        $"--LiveFeed:Log:Redis:Configuration={_redis.Configuration}",
        "--LiveFeed:Cluster:NodeTimeout=00:00:03",
        "--LiveFeed:Rooms:LeaveAfter=00:00:05",
        "--LiveFeed:Metrics:Enabled=false");

    private async Task<string[]> MembersAsync()
    {
        using var json = JsonDocument.Parse(
            await _b.Http.GetStringAsync(new Uri("/members?topic=rooms/r", UriKind.Relative), Token));
        return [.. json.RootElement.GetProperty("members").EnumerateArray()
            .Select(member => member.GetProperty("userId").GetString()!).Order()];
    }

    private async Task<string[]> HistoryAsync() =>
    [
        .. (await EventsAsync()).Select(e => string.Create(
            CultureInfo.InvariantCulture, $"{e.GetProperty("event")} {e.GetProperty("data").GetProperty("userId")}")),
    ];

    private async Task<JsonElement[]> EventsAsync()
    {
        var history = await _b.Http.GetJsonAsync("/history?topic=rooms/r/members&limit=100");
        return [.. history.GetProperty("events").EnumerateArray()];
    }
}
