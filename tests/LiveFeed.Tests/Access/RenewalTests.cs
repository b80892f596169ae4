using System.Net;
using System.Text.Json;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Access;

/// <summary><c>livefeed.expiring</c>, and <c>POST /clients/{id}/token</c>: a stream outlives its first token.</summary>
public sealed class RenewalTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(TestEvents.Noon);
    private readonly WallClock _clock;
    private readonly LiveFeedServer _server;

    public RenewalTests()
    {
        _clock = new WallClock(_time);
        _server = new LiveFeedServer(
            services => services.AddSingleton<TimeProvider>(_clock),
            [Credentialed.BySecret, .. Credentialed.ApiKey(0, "shop", subscribe: ["**"])]);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_client_is_told_a_minute_before_its_token_expires_and_goes_on_with_a_newer_one()
    {
        await using var stream = await FollowAsync(Token(10));
        var id = (await stream.ReadConnectedAsync()).ClientId;

        _time.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal("""{"expires":"2026-01-31T12:10:00Z"}""", (await ReadSaidAsync(stream)).Data);
        var answer = await RenewAsync(id, Token(11));
        _time.Advance(TimeSpan.FromMinutes(1));
        await PublishAsync();

        Assert.Equal(id, answer.GetProperty("clientId").GetString());
        Assert.Equal("2026-01-31T12:20:00Z", answer.GetProperty("expires").GetString());
        Assert.Equal("1", (await stream.ReadEventAsync()).Data);
        _time.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(
            """{"expires":"2026-01-31T12:20:00Z"}""", (await stream.ReadNamedAsync("livefeed.expiring")).Data);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("""{"reason":"expired","reconnect":true}""", (await ReadSaidAsync(stream)).Data);
        await stream.AssertEndedAsync();
    }

    [Fact]
    public async Task A_client_whose_token_has_less_than_a_minute_is_told_at_once()
    {
        await using var stream = await FollowAsync(Token(0.5));
        await stream.ReadConnectedAsync();

        Assert.Equal("livefeed.expiring", (await ReadSaidAsync(stream)).Event);
    }

    [Fact]
    public async Task A_client_that_renews_in_time_is_not_told()
    {
        await using var stream = await FollowAsync(Token(10));
        var id = (await stream.ReadConnectedAsync()).ClientId;

        _time.Advance(TimeSpan.FromMinutes(8));
        await RenewAsync(id, Token(30));
        _time.Advance(TimeSpan.FromMinutes(5));
        await PublishAsync();

        Assert.Equal("1", (await ReadSaidAsync(stream)).Data);
    }

    [Fact]
    public async Task A_stream_is_renewed_a_thousand_times_and_told_nothing()
    {
        await using var stream = await FollowAsync(Token(10));
        var id = (await stream.ReadConnectedAsync()).ClientId;

        for (var i = 0; i < 1_000; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(id, Token(10 + (i / 60.0))));
        }

        await PublishAsync();
        Assert.Equal("1", (await ReadSaidAsync(stream)).Data);
    }

    [Fact]
    public async Task A_token_of_another_user_or_for_less_time_is_refused_and_the_stream_goes_on_as_before()
    {
        await using var stream = await FollowAsync(Token(10));
        var id = (await stream.ReadConnectedAsync()).ClientId;

        await RefuseAsync(id, Token(20, user: "bob"), HttpStatusCode.Forbidden, "forbidden");
        await RefuseAsync(id, Token(20, user: null), HttpStatusCode.Forbidden, "forbidden");
        var sooner = await RefuseAsync(id, Token(5), HttpStatusCode.UnprocessableEntity, "invalid");
        using var root = await _server.SendAsync(
            "POST", $"/clients/{id}/token", [Credentialed.Bearer(Token(20, user: "root", admin: true))]);
        await root.ReadProblemAsync(HttpStatusCode.Forbidden, "forbidden");

        Assert.Contains("2026-01-31T12:10:00Z", sooner.GetProperty("detail").GetString(), StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Contains("expired", (await stream.ReadNamedAsync("livefeed.closing")).Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_does_not_allow_all_that_is_followed_names_what_it_lacks()
    {
        await using var stream = await FollowAsync(Token(10), "/events?topic=a&topic=b/*&topic=system/boards");
        var id = (await stream.ReadConnectedAsync()).ClientId;

        var problem = await RefuseAsync(id, Token(20, "a", "c"), HttpStatusCode.Forbidden, "forbidden");

        Assert.Equal("b/*", Assert.Single(problem.GetProperty("forbidden").EnumerateArray()).GetString());
        Assert.Equal(["a", "c"], problem.GetProperty("allowed").EnumerateArray().Select(one => one.GetString()));
        await _server.StatusAsync("PATCH", $"/clients/{id}", [Bearer(Token(10))], """{"unsubscribe":["b/*"]}""");
        await RenewAsync(id, Token(20, "a", "c"));
    }

    [Fact]
    public async Task A_topic_that_was_added_a_moment_before_must_be_allowed_too()
    {
        await using var stream = await FollowAsync(Token(10));
        var id = (await stream.ReadConnectedAsync()).ClientId;

        Assert.Equal(HttpStatusCode.OK, await _server.StatusAsync(
            "PATCH", $"/clients/{id}", [Bearer(Token(10))], """{"subscribe":[{"topic":"secret"}]}"""));

        await RefuseAsync(id, Token(20, "a"), HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task A_stream_ends_with_the_token_that_added_to_it_when_that_expires_sooner()
    {
        await using var stream = await FollowAsync(Token(10, "a"));
        var id = (await stream.ReadConnectedAsync()).ClientId;
        await AddAsync(id, Token(30, "b"), "b");
        await AddAsync(id, Token(30, admin: true, user: "root"), "c");
        await AddAsync(id, Token(5, "d"), "d");
        _time.Advance(TimeSpan.FromMinutes(4));

        Assert.Equal(
            """{"expires":"2026-01-31T12:05:00Z"}""", (await stream.ReadNamedAsync("livefeed.expiring")).Data);
        await RenewAsync(id, Token(2)); // a newer one for all of it
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(
            """{"expires":"2026-01-31T12:06:00Z"}""", (await stream.ReadNamedAsync("livefeed.expiring")).Data);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Contains("expired", (await stream.ReadNamedAsync("livefeed.closing")).Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_has_left_is_not_found_and_bad_credentials_are_told_first()
    {
        string id;
        await using (var stream = await FollowAsync(Token(10)))
        {
            id = (await stream.ReadConnectedAsync()).ClientId;
        }

        await Deadline.UntilAsync(() => _server.Hub.Find(id) is null, "it has left");
        await RefuseAsync(id, Token(20), HttpStatusCode.NotFound, "not-found");
        await RefuseAsync(id, "bad", HttpStatusCode.Unauthorized, "unauthorized");
        await RefuseAsync(id, Token(-1), HttpStatusCode.Unauthorized, "unauthorized");
        Assert.Equal(HttpStatusCode.Unauthorized, await _server.StatusAsync("POST", $"/clients/{id}/token", []));
    }

    [Fact]
    public async Task A_stream_of_a_key_does_not_expire_and_needs_nothing_newer()
    {
        await using var stream = await _server.FollowAsync("/events?topic=a", ("X-API-Key", "shop"));
        var id = (await stream.ReadConnectedAsync()).ClientId;

        using var same = await _server.SendAsync("POST", $"/clients/{id}/token", [("X-API-Key", "shop")]);
        var answer = await same.ReadJsonAsync(HttpStatusCode.OK);

        Assert.Equal(JsonValueKind.Null, answer.GetProperty("expires").ValueKind);
        await RefuseAsync(id, Token(20, user: null), HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task A_renewed_stream_ends_at_its_longest_lifetime_all_the_same()
    {
        await using var server = new LiveFeedServer(
            services => services.AddSingleton<TimeProvider>(_clock),
            Credentialed.BySecret,
            ("Delivery:MaxLifetime", "00:20:00"));
        await using var stream = await server.FollowAsync("/events?topic=a", Bearer(Token(10)));
        var id = (await stream.ReadConnectedAsync()).ClientId;

        Assert.Equal(
            HttpStatusCode.OK, await server.StatusAsync("POST", $"/clients/{id}/token", [Bearer(Token(60))]));
        _time.Advance(TimeSpan.FromMinutes(20));

        Assert.Equal(
            """{"reason":"lifetime","reconnect":true}""", (await stream.ReadNamedAsync("livefeed.closing")).Data);
    }

    [Fact]
    public async Task When_the_clock_is_set_forward_an_expired_token_ends_its_stream_within_a_minute()
    {
        await using var stream = await FollowAsync(Token(60));
        await stream.ReadConnectedAsync();

        _clock.Set(TimeSpan.FromHours(2));
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Contains("expired", (await stream.ReadNamedAsync("livefeed.closing")).Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_clock_is_set_back_a_stream_goes_on_until_its_token_expires()
    {
        await using var stream = await FollowAsync(Token(10));
        await stream.ReadConnectedAsync();

        _clock.Set(TimeSpan.FromHours(-1));
        _time.Advance(TimeSpan.FromMinutes(30));
        await PublishAsync();

        Assert.Equal("1", (await ReadSaidAsync(stream)).Data);
    }

    // The next frame that is no comment: time passes here, and with it come heartbeats.
    private static async Task<SseFrame> ReadSaidAsync(SseConnection stream)
    {
        while (await stream.ReadAsync() is { } frame)
        {
            if (frame.Data is not null)
            {
                return frame;
            }
        }

        throw new InvalidOperationException("the stream has ended");
    }

    private static (string Name, string Value) Bearer(string token) => Credentialed.Bearer(token);

    private Task<SseConnection> FollowAsync(string token, string path = "/events?topic=a") =>
        _server.FollowAsync(path, Bearer(token));

    private string Token(double minutes, params string[] follow) => Token(minutes, "ada", false, follow);

    private string Token(double minutes, string? user, bool admin = false, params string[] follow) => new TestToken
    {
        User = user,
        Admin = admin,
        Publish = ["**"],
        Subscribe = follow.Length == 0 ? ["**"] : follow,
        Expires = _clock.GetUtcNow().AddMinutes(minutes),
    }.BySecret();

    private async Task<JsonElement> RenewAsync(string id, string token)
    {
        using var response = await _server.SendAsync("POST", $"/clients/{id}/token", [Bearer(token)]);
        return await response.ReadJsonAsync(HttpStatusCode.OK);
    }

    private async Task AddAsync(string id, string token, string topic) => Assert.Equal(
        HttpStatusCode.OK,
        await _server.StatusAsync(
            "PATCH", $"/clients/{id}", [Bearer(token)], $$"""{"subscribe":[{"topic":"{{topic}}"}]}"""));

    private Task<HttpStatusCode> StatusAsync(string id, string token) =>
        _server.StatusAsync("POST", $"/clients/{id}/token", [Bearer(token)]);

    private async Task<JsonElement> RefuseAsync(string id, string token, HttpStatusCode status, string name)
    {
        using var response = await _server.SendAsync("POST", $"/clients/{id}/token", [Bearer(token)]);
        return await response.ReadProblemAsync(status, name);
    }

    private async Task PublishAsync()
    {
        using var response =
            await _server.SendAsync("POST", "/events", [Bearer(Token(1))], """{"topic":"a","data":1}""");
        await response.ReadJsonAsync(HttpStatusCode.Accepted);
    }
}
