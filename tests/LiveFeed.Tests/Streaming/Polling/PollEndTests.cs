using System.Net;
using LiveFeed.Log;
using LiveFeed.Streaming.Polling;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LiveFeed.Tests.Streaming.Polling;

/// <summary>How a client that polls is ended, refused, and told so.</summary>
public sealed class PollEndTests
{
    [Fact]
    public async Task A_client_that_an_administrator_ends_is_told_and_does_not_come_back()
    {
        await using var server = new LiveFeedServer();
        var poller = new Poller(server, "topic=t");
        await poller.PollAsync();
        var poll = poller.PollAsync(wait: 60);
        await poller.UntilWaitingAsync();

        Assert.Equal(HttpStatusCode.NoContent, await server.StatusAsync("DELETE", $"/clients/{poller.ClientId}", []));

        var closing = (await poll.WithinDeadline()).GetProperty("closing").GetRawText();
        Assert.Equal("""{"reason":"kicked","reconnect":false}""", closing);
        await AssertKickedAsync(server, poller);
    }

    [Fact]
    public async Task A_client_that_is_ended_between_its_polls_is_told_at_the_next_one()
    {
        await using var server = new LiveFeedServer();
        var poller = new Poller(server, "topic=t");
        await poller.PollAsync();
        await server.Http.PublishNumbersAsync("t", 1);
        await poller.AskAsync(wait: 60);

        Assert.Equal(HttpStatusCode.NoContent, await server.StatusAsync("DELETE", $"/clients/{poller.ClientId}", []));

        await AssertKickedAsync(server, poller);
        Assert.Equal(["0"], Poller.Data(await new Poller(server, $"topic=t&after={server.Log.Epoch}-0").PollAsync()));
    }

    [Fact]
    public async Task When_the_service_stops_a_poll_that_waits_is_told_and_a_new_one_gets_503()
    {
        var slow = new SlowToStop();
        await using var server = new LiveFeedServer(slow.AddTo);
        using var free = slow.UntilDisposed();
        var poller = new Poller(server, "topic=t");
        await poller.PollAsync();
        var away = new Poller(server, "topic=t");
        await away.PollAsync();
        var poll = poller.PollAsync(wait: 60);
        await poller.UntilWaitingAsync();

        server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        Assert.Equal("shutdown", Poller.Closing(await poll.WithinDeadline()));
        await UntilGoneAsync(server, poller, away);
        foreach (var one in (Poller[])[poller, away, new Poller(server, "topic=t")])
        {
            using var response = await one.SendAsync();
            await response.ReadProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");
            Assert.True(response.Headers.RetryAfter?.Delta > TimeSpan.Zero, "no Retry-After");
        }
    }

    [Fact]
    public async Task While_the_log_cannot_be_read_a_poll_gets_503_and_then_goes_on_without_a_loss()
    {
        FailingLog? log = null;
        await using var server = new LiveFeedServer(services => FailingLog.AddTo(services, made => log = made));
        var poller = new Poller(server, "topic=t");
        await poller.PollAsync();
        await server.Http.PublishNumbersAsync("t", 3);
        await poller.ReadAsync(3);
        var known = new Poller(server, $"topic=t&after={server.Log.Epoch}-0");
        log!.Unreadable = new LogUnavailableException("/var/secret cannot be read");

        foreach (var one in (Poller[])[known, new Poller(server, "topic=t&last=1")])
        {
            using var response = await one.SendAsync();
            var problem = await response.ReadProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");
            Assert.True(response.Headers.RetryAfter?.Delta > TimeSpan.Zero, "no Retry-After");
            Assert.DoesNotContain("secret", problem.ToString(), StringComparison.Ordinal);
        }

        log.Unreadable = null;
        Assert.Equal(["0", "1", "2"], Poller.Data(await known.PollAsync()));
        await server.Http.PublishNumbersAsync("t", 1, from: 3);
        Assert.Equal(["3"], await poller.ReadAsync(1));
    }

    [Fact]
    public async Task A_client_of_another_user_is_as_good_as_none()
    {
        await using var server = new LiveFeedServer(Credentialed.BySecret);
        var ada = new Poller(server, "topic=t", "ada") { Headers = [Token("ada", "**")] };
        await ada.PollAsync();
        var waits = ada.PollAsync(wait: 60);
        await ada.UntilWaitingAsync();

        using var response = await server.SendAsync("GET", ada.Path(), [Token("bob", "**")]);
        var bobs = await response.ReadJsonAsync(HttpStatusCode.OK);
        Assert.NotEqual(ada.ClientId, bobs.GetProperty("clientId").GetString());

        Assert.False(waits.IsCompleted);
        using var posted = await server.SendAsync(
            "POST", "/events", [Token("ada", "**")], """[{"to":{"user":"ada"},"data":1},{"to":{"user":"bob"},"data":2}]""");
        Assert.Equal(HttpStatusCode.Accepted, posted.StatusCode);
        Assert.Equal(["1"], Poller.Data(await waits.WithinDeadline()));
    }

    [Fact]
    public async Task Each_poll_needs_the_rights_to_all_that_its_client_follows()
    {
        await using var server = new LiveFeedServer(Credentialed.BySecret);
        var poller = new Poller(server, "topic=a/*", "ada") { Headers = [Token("ada", "a/*", "b")] };
        await poller.PollAsync();

        poller.Headers = [Token("ada", "b")];
        using (var response = await poller.SendAsync())
        {
            await response.ReadProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        }

        var before = poller.ClientId;
        poller.Headers = [];
        using (var response = await server.SendAsync("GET", poller.Path(), []))
        {
            await response.ReadProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
        }

        var token = Token("ada", "a/**").Value["Bearer ".Length..];
        using var inQuery = await server.SendAsync("GET", $"{poller.Path()}&access_token={token}", []);
        poller.Take(await inQuery.ReadJsonAsync(HttpStatusCode.OK));
        Assert.Equal(before, poller.ClientId);
    }

    [Fact]
    public async Task A_page_of_an_allowed_origin_may_read_the_answer()
    {
        await using var server = new LiveFeedServer(("Cors:Origins:0", "https://shop.example"));

        foreach (var (origin, allowed) in new[] { ("https://shop.example", true), ("https://evil.example", false) })
        {
            using var response = await server.SendAsync("GET", "/poll?wait=0", [("Origin", origin)]);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal(allowed, response.Headers.Contains("Access-Control-Allow-Origin"));
        }
    }

    private static async Task AssertKickedAsync(LiveFeedServer server, Poller poller)
    {
        await UntilGoneAsync(server, poller);
        for (var i = 0; i < 2; i++)
        {
            using var response = await poller.SendAsync();
            var problem = await response.ReadProblemAsync(HttpStatusCode.NotFound, "not-found");
            Assert.Contains("not to come back", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        Assert.Equal(0, server.Hub.Everyone.Count);
    }

    // Off the hub first, and then no poll finds them.
    private static Task UntilGoneAsync(LiveFeedServer server, params Poller[] pollers)
    {
        var clients = server.Services.GetRequiredService<PollClients>();
        return Deadline.UntilAsync(
            () => Array.TrueForAll(pollers, poller => clients.Find(poller.ClientId!, user: null) is null), "they are gone");
    }

    private static (string Name, string Value) Token(string user, params string[] topics) =>
        Credentialed.Bearer((TestToken.For(topics) with { User = user }).BySecret());
}
