using System.Net;
using LiveFeed.Client;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Client.Following;

/// <summary>When the token provider is asked, and what becomes of its answers.</summary>
public sealed class TokenTests
{
    [Fact]
    public async Task The_first_token_serves_all_requests_until_one_is_refused_and_the_next_is_tried_at_once()
    {
        var asked = 0;
        await using var scripted = new ScriptedClient(
            options => options.Token = _ => ValueTask.FromResult<string?>($"token-{Interlocked.Increment(ref asked)}"));
        await using var first = scripted.Read("t");
        var opening = await scripted.Service.NextAsync();
        await opening.ConnectAsync("a-1", "");
        await using var second = scripted.Read("t");
        var refused = await scripted.Service.NextAsync();
        refused.Reply(HttpStatusCode.Unauthorized);
        var again = await scripted.Service.NextAsync(); // without a wait
        again.Reply(HttpStatusCode.Unauthorized);
        await scripted.Time.PassWaitAsync(); // now with one
        var third = await scripted.Service.NextAsync();

        Assert.Equal(
            ["token-1", "token-1", "token-2", "token-3"], new[] { opening, refused, again, third }.Select(one => one.Token));
    }

    [Fact]
    public async Task Before_it_expires_an_open_stream_gets_a_newer_token_and_an_old_one_is_not_taken_for_it()
    {
        string[] tokens = ["old", "old", "new"];
        var asked = -1;
        await using var scripted = new ScriptedClient(
            options => options.Token = _ => ValueTask.FromResult<string?>(tokens[Interlocked.Increment(ref asked)]));
        await using var reading = scripted.Read("t");
        var stream = await scripted.Service.ConnectAsync();
        await stream.WriteAsync(ScriptedStream.Notice("expiring", """{"expires":"2026-01-31T10:01:00Z"}"""));
        var first = await scripted.Service.NextAsync();
        first.Reply(HttpStatusCode.OK, """{"clientId":"c-1","expires":"2026-01-31T10:01:00Z"}""");
        await scripted.Time.PassWaitAsync();
        var second = await scripted.Service.NextAsync();
        second.Reply(HttpStatusCode.OK, """{"clientId":"c-1","expires":"2026-01-31T11:00:00Z"}""");
        await stream.WriteAsync(ScriptedStream.Event("a-1", 1));

        Assert.Equal([1], await reading.NumbersAsync(1));
        Assert.Equal(("POST /clients/c-1/token", "old"), (first.Target, first.Token));
        Assert.Equal(("POST /clients/c-1/token", "new"), (second.Target, second.Token));
    }

    [Fact]
    public async Task Two_streams_that_expire_together_ask_for_one_token()
    {
        var asked = 0;
        await using var scripted = new ScriptedClient(
            options => options.Token = _ => ValueTask.FromResult<string?>($"token-{Interlocked.Increment(ref asked)}"));
        var expiring = ScriptedStream.Notice("expiring", """{"expires":"2026-01-31T10:01:00Z"}""");
        await using var first = scripted.Read("t");
        var one = await scripted.Service.ConnectAsync();
        await using var second = scripted.Read("t");
        var other = await scripted.Service.ConnectAsync();
        foreach (var stream in (ScriptedStream[])[one, other])
        {
            await stream.WriteAsync(expiring);
            var renewal = await scripted.Service.NextAsync();
            renewal.Reply(HttpStatusCode.OK, """{"clientId":"c-1","expires":null}""");
            Assert.Equal("token-2", renewal.Token);
        }
    }

    [Fact]
    public async Task A_provider_that_fails_is_asked_again_later()
    {
        var asked = 0;
        await using var scripted = new ScriptedClient(options => options.Token = _ =>
            Interlocked.Increment(ref asked) == 1
                ? throw new InvalidOperationException("the issuer is away")
                : ValueTask.FromResult<string?>("token"));
        await using var reading = scripted.Read("t");
        await scripted.Time.PassWaitAsync();

        Assert.Equal("token", (await scripted.Service.NextAsync()).Token);
        Assert.Contains(scripted.Logger.Messages, line => line.Contains("the issuer is away", StringComparison.Ordinal));
    }

    [Fact]
    public async Task At_the_real_service_a_stream_outlives_its_first_token()
    {
        await using var server = new LiveFeedServer(Credentialed.BySecret);
        var brief = TestToken.For("**") with { Expires = TimeProvider.System.GetUtcNow().AddSeconds(50) };
        string[] tokens = ["not a token", brief.BySecret(), TestToken.For("**").BySecret()];
        var asked = -1;
        await using var client = new LiveFeedClient(new LiveFeedClientOptions
        {
            Address = server.Address,
            Token = _ => ValueTask.FromResult<string?>(tokens[Interlocked.Increment(ref asked)]),
        });
        await using var reading = StreamReading.Of(client, ["t"]); // 50 s are left: it is told at once
        await Deadline.UntilAsync(() => Volatile.Read(ref asked) == 2, "the third token was asked for");
        var clientId = reading.Stream.ClientId;
        var later = TimeProvider.System.GetUtcNow().AddMinutes(10);
        await Deadline.UntilAsync(
            () => server.Hub.Find(clientId!)?.Access.Grant.Expires > later, "the stream has the third token");
        await client.PublishAsync("t", 7, TestJson.Default.Int32, TestContext.Current.CancellationToken).WithinDeadline();

        Assert.Equal([7], await reading.NumbersAsync(1));
        Assert.Equal(clientId, reading.Stream.ClientId);
    }
}
