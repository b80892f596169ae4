using System.Net;
using LiveFeed.Clients;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Access;

/// <summary>What a token allows ends when it does.</summary>
public sealed class ExpiryTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(TestEvents.Noon);
    private readonly LiveFeedServer _server;

    public ExpiryTests() => _server = new LiveFeedServer(
        services => services.AddSingleton<TimeProvider>(_time),
        Credentialed.BySecret,
        ("Delivery:MaxLifetime", "10.00:00:00"));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task An_expired_token_ends_its_stream_and_the_client_may_come_back_with_another()
    {
        await using var stream = await _server.FollowAsync(
            "/events?topic=a", Credentialed.Bearer(Token(TimeSpan.FromMinutes(10))));
        await using var longer = await _server.FollowAsync(
            "/events?topic=a", Credentialed.Bearer(Token(TimeSpan.FromMinutes(20))));
        await stream.ReadConnectedAsync();
        await longer.ReadConnectedAsync();

        _time.Advance(TimeSpan.FromMinutes(9.9));
        await PublishAsync("\"still\"");
        Assert.Equal("\"still\"", (await stream.ReadEventAsync()).Data);
        _time.Advance(TimeSpan.FromMinutes(0.1));

        Assert.Equal("""{"reason":"expired","reconnect":true}""", (await stream.ReadNamedAsync("livefeed.closing")).Data);
        await stream.AssertEndedAsync();
        await PublishAsync("\"later\"");
        Assert.Equal(["\"still\"", "\"later\""], await longer.ReadDataAsync(2));
    }

    [Fact]
    public async Task A_stream_that_expired_is_counted_as_expired()
    {
        var left = new TaskCompletionSource<DisconnectReason>(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Hub.Changed += (_, reason) =>
        {
            if (reason is { } why)
            {
                left.TrySetResult(why);
            }
        };
        await using var stream = await _server.FollowAsync(
            "/events?topic=a", Credentialed.Bearer(Token(TimeSpan.FromMinutes(10))));
        await stream.ReadConnectedAsync();

        _time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(DisconnectReason.Expired, await left.Task.WithinDeadline());
    }

    [Fact]
    public async Task A_token_that_was_good_a_moment_ago_is_no_good_once_it_has_expired()
    {
        var token = Token(TimeSpan.FromMinutes(10));
        Assert.Equal(HttpStatusCode.OK, await _server.FollowStatusAsync(token));

        _time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal("The token has expired.", await _server.AssertBadTokenAsync(token));
    }

    [Fact]
    public async Task Lines_that_come_after_the_token_has_expired_are_refused()
    {
        using var body = new StreamedContent(Posting.Ndjson);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/events", UriKind.Relative)) { Content = body };
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {Token(TimeSpan.FromMinutes(10))}");
        await using var stream = await _server.FollowAsync(
            "/events?topic=a", Credentialed.Bearer(Token(TimeSpan.FromMinutes(20))));
        await stream.ReadConnectedAsync();
        var posting = _server.Http.SendAsync(request, TestContext.Current.CancellationToken);
        await body.SendAsync("{\"topic\":\"a\",\"data\":1}\n");
        await stream.ReadEventAsync();

        _time.Advance(TimeSpan.FromMinutes(10));
        await body.SendAsync("{\"topic\":\"a\",\"data\":2}\n");
        body.End();

        using var response = await posting.WithinDeadline();
        var answer = await response.ReadJsonAsync(HttpStatusCode.Accepted);
        Assert.Equal(1, answer.GetProperty("accepted").GetInt32());
        Assert.Equal("The token has expired.", answer.GetProperty("rejected")[0].GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_token_for_longer_than_any_timer_can_wait_is_as_good_as_any()
    {
        await using var server = new LiveFeedServer(
            services => services.AddSingleton<TimeProvider>(_time), Credentialed.BySecret);
        await using var stream = await server.FollowAsync(
            "/events?topic=a", Credentialed.Bearer(Token(TimeSpan.FromDays(3_650))));
        await stream.ReadConnectedAsync();

        _time.Advance(TimeSpan.FromDays(49));

        Assert.Equal("""{"reason":"lifetime","reconnect":true}""", (await stream.ReadNamedAsync("livefeed.closing")).Data);
    }

    private string Token(TimeSpan goodFor) => (TestToken.For("a") with { Expires = _time.GetUtcNow() + goodFor }).BySecret();

    private async Task PublishAsync(string data)
    {
        using var response = await _server.SendAsync(
            "POST", "/events", [Credentialed.Bearer(Token(TimeSpan.FromMinutes(1)))], $$"""{"topic":"a","data":{{data}}}""");
        await response.ReadJsonAsync(HttpStatusCode.Accepted);
    }
}
