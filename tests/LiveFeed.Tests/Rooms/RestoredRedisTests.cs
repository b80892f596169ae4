using System.Net;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Rooms;

/// <summary>
/// Rooms and followers when Redis comes back with what it had some time before. Two nodes, a real redis-server.
/// </summary>
public sealed class RestoredRedisTests : IAsyncLifetime
{
    private RedisCluster _cluster = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _cluster = await RedisCluster.StartAsync(
        ("Cluster:NodeTimeout", "00:00:01"),
        ("Rooms:LeaveAfter", "00:00:01"),
        ("Rooms:FollowerEventsPerSecond", "100"));

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_leave_that_Redis_has_lost_is_said_again()
    {
        await using var ada = await EnterAsync(_cluster.A, "ada");
        await using var bob = await EnterAsync(_cluster.B, "bob");
        await SaveAsync();
        await ada.SendAsync("""{"type":"leave","room":"r"}""");
        await UntilAsync(MembersAsync, ["bob"]);
        await LoseAsync();

        await UntilAsync(MembersAsync, ["bob"]);
        await UntilAsync(() => EventsAsync("rooms/r/members"), ["join", "join", "leave"]);
    }

    [Fact]
    public async Task What_Redis_has_lost_of_followers_is_told_again()
    {
        await using (await _cluster.A.FollowAsync("/events?topic=left"))
        {
            await UntilAsync(() => EventsAsync("system/topics/left"), ["first-follower"]);
            await SaveAsync();
        }

        await UntilAsync(() => EventsAsync("system/topics/left"), ["first-follower", "last-follower"]);
        await using var followed = await _cluster.B.FollowAsync("/events?topic=followed");
        await UntilAsync(() => EventsAsync("system/topics/followed"), ["first-follower"]);
        await LoseAsync();

        await UntilAsync(async () => [.. (await EventsAsync("system/topics/left")).TakeLast(1)], ["last-follower"]);
        await UntilAsync(() => EventsAsync("system/topics/followed"), ["first-follower"]);
    }

    private static async Task<JsonSocket> EnterAsync(LiveFeedServer node, string user)
    {
        var socket = await JsonSocket.OpenAsync(node);
        await socket.SendAsync($$"""{"type":"join","room":"r","userId":"{{user}}"}""");
        await socket.ReadUntilAsync("room_state");
        return socket;
    }

    private Task SaveAsync() => _cluster.Redis.Database.ExecuteAsync("SAVE");

    // Redis loses what was stored since it was saved. Both nodes know when they have published something.
    private async Task LoseAsync()
    {
        _cluster.Redis.Kill();
        await _cluster.Redis.RestartAsync();
        foreach (var node in new[] { _cluster.A, _cluster.B })
        {
            await Deadline.UntilAsync(
                async () =>
                {
                    using var content = new StringContent("""{"topic":"other","data":1}""", null, Posting.Json);
                    using var response = await node.Http.PostAsync(new Uri("/events", UriKind.Relative), content, Token);
                    return response.StatusCode == HttpStatusCode.Accepted;
                },
                "Redis is back");
        }
    }

    private async Task<string[]> MembersAsync()
    {
        var list = await _cluster.B.Http.GetJsonAsync("/members?topic=rooms/r");
        return [.. list.GetProperty("members").EnumerateArray().Select(one => one.GetProperty("userId").GetString()!)];
    }

    private async Task<string[]> EventsAsync(string topic)
    {
        var history = await _cluster.B.Http.GetJsonAsync($"/history?topic={topic}&limit=100");
        return [.. history.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("event").GetString()!)];
    }

    private static Task UntilAsync(Func<Task<string[]>> has, string[] expected) => Deadline.UntilAsync(
        async () => (await has()).SequenceEqual(expected), string.Join(", ", expected));
}
