using System.Net;
using System.Text;
using System.Text.Json;
using LiveFeed.Tests.Architecture;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Hosting;

/// <summary>The service when its Redis is ill: publishers are refused, followers stay, and nothing is lost.</summary>
public sealed class RedisOutageTests : IAsyncLifetime
{
    private RedisProcess _redis = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _redis = await RedisProcess.StartAsync("--appendonly", "yes", "--appendfsync", "always");

    public ValueTask DisposeAsync() => _redis.DisposeAsync();

    [Fact]
    public async Task A_dead_Redis_refuses_publishers_with_503_and_followers_stay_and_get_all_when_it_is_back()
    {
        await using var server = Server();
        await using var follower = await server.FollowAsync("/events?topic=demo/a");
        await server.Http.PublishNumbersAsync("demo/a", 1);
        _redis.Kill();

        using (var refused = await server.Http.PostToTopicAsync("demo/a", "1"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        await server.Http.GetJsonAsync("/healthz/ready", HttpStatusCode.ServiceUnavailable);
        await server.Http.GetJsonAsync("/healthz/live");
        await _redis.RestartAsync();
        await UntilReadyAsync(server);
        await server.Http.PublishNumbersAsync("demo/a", 2, from: 1);

        await AssertNextAsync(follower, 0, 1, 2);
    }

    [Fact]
    public async Task A_Redis_that_stands_still_has_a_publisher_told_so_and_another_try_with_its_id_is_stored_once()
    {
        await using var server = Server(",asyncTimeout=5000,syncTimeout=5000");
        await using var follower = await server.FollowAsync("/events?topic=demo/a");
        await _redis.SignalAsync("STOP");
        using (var refused = await server.Http.PostToTopicAsync("demo/a?id=x", "1"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        }

        await _redis.SignalAsync("CONT");
        await UntilReadyAsync(server);
        using var again = await server.Http.PostToTopicAsync("demo/a?id=x", "1");
        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
        await server.Http.PublishNumbersAsync("demo/a", 1, from: 2);

        await AssertNextAsync(follower, 1, 2);
    }

    [Fact]
    public async Task A_full_Redis_refuses_publishers_until_there_is_room_and_stores_no_part_of_a_batch()
    {
        await using var server = Server();
        await server.Http.PublishNumbersAsync("demo/a", 10);
        await _redis.Server.ConfigSetAsync("maxmemory", "1");
        using (var refused = await server.Http.PostToTopicAsync("demo/a", "1"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        var history = await server.Http.GetJsonAsync("/history?topic=demo/a");
        Assert.Equal(10, history.GetProperty("events").GetArrayLength());
        await _redis.Server.ConfigSetAsync("maxmemory", "0");
        await UntilReadyAsync(server);
        await server.Http.PublishNumbersAsync("demo/a", 1);
        history = await server.Http.GetJsonAsync("/history?topic=demo/a");
        Assert.Equal(11, history.GetProperty("events").GetArrayLength());
    }

    [Fact]
    public async Task Scripts_that_Redis_has_forgotten_are_sent_again()
    {
        await using var server = Server();
        await server.Http.PublishNumbersAsync("demo/a", 1);
        await _redis.Server.ScriptFlushAsync();
        await server.Http.PublishNumbersAsync("demo/a", 1, from: 1);
        await _redis.Server.ScriptFlushAsync();

        var history = await server.Http.GetJsonAsync("/history?topic=demo/a");
        Assert.Equal(2, history.GetProperty("events").GetArrayLength());
    }

    [Fact]
    public async Task All_that_was_deleted_is_told_and_a_new_log_begins()
    {
        await using var server = Server();
        await using var follower = await server.FollowAsync("/events?topic=demo/a");
        await server.Http.PublishNumbersAsync("demo/a", 1);
        await AssertNextAsync(follower, 0);
        await _redis.Server.FlushDatabaseAsync();
        await Deadline.UntilAsync(
            async () => (await PublishAsync(server, 1)) == HttpStatusCode.Accepted, "the new log takes events");

        Assert.Contains("epoch", (await follower.ReadNamedAsync("livefeed.gap")).Data, StringComparison.Ordinal);
        Assert.Equal("1", (await follower.ReadEventAsync()).Data);
    }

    [Fact]
    public async Task A_user_of_Redis_with_the_documented_rights_is_enough()
    {
        var rights = File.ReadAllLines(Path.Combine(SourceTree.Root(), "docs", "redis.md"))
            .Single(line => line.StartsWith("user livefeed ", StringComparison.Ordinal));
        await _redis.Database.ExecuteAsync("ACL", ["SETUSER", .. rights.Split(' ')[1..]]);
        await using var server = Server(",user=livefeed,password=secret");
        await using var follower = await server.FollowAsync("/events?topic=demo/**");
        await server.Http.PublishNumbersAsync("demo/a", 1);
        await using var socket = await JsonSocket.OpenAsync(server);
        await socket.SendAsync("""{"type":"join","userId":"ada","username":"Ada"}""");
        await socket.ReadUntilAsync("room_state");
        await server.Log.TrimAsync(Token);

        await AssertNextAsync(follower, 0);
        var members = await server.Http.GetJsonAsync("/members?topic=rooms/general");
        Assert.Equal(1, members.GetProperty("members").GetArrayLength());
        Assert.Equal(2, (await server.Http.GetJsonAsync("/clients")).GetProperty("clients").GetArrayLength());
        await server.Http.GetJsonAsync("/history?topic=demo/**");
        var denied = (StackExchange.Redis.RedisResult[])(await _redis.Database.ExecuteAsync("ACL", "LOG"))!;
        Assert.Empty(denied.Select(entry => entry.ToDictionary()["object"].ToString()));
    }

    private LiveFeedServer Server(string more = "") => new(
        ("Log:Provider", "redis"), ("Log:Redis:Configuration", _redis.Configuration + more));

    private static async Task<HttpStatusCode> PublishAsync(LiveFeedServer server, int number)
    {
        using var answer = await server.Http.PostToTopicAsync("demo/a", $"{number}");
        return answer.StatusCode;
    }

    private static Task UntilReadyAsync(LiveFeedServer server) => Deadline.UntilAsync(
        async () =>
        {
            using var ready = await server.Http.GetAsync(new Uri("/healthz/ready", UriKind.Relative), Token);
            return ready.IsSuccessStatusCode;
        },
        "the service is ready");

    // The next events have these numbers, and nothing was lost on the way to them.
    private static async Task AssertNextAsync(SseConnection follower, params int[] numbers)
    {
        var events = await follower.ReadEventsAsync(numbers.Length);
        Assert.Equal(numbers, events.Select(e => JsonSerializer.Deserialize<int>(e.Data!)));
        Assert.DoesNotContain("livefeed.gap", Encoding.UTF8.GetString(follower.Bytes), StringComparison.Ordinal);
    }
}
