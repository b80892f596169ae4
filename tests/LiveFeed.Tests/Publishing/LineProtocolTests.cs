using System.Net;
using LiveFeed.Access;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Publishing;

/// <summary>
/// A protocol of a few lines brings events in as REST does: with the same rights, limits, rate and refusals.
/// </summary>
public sealed class LineProtocolTests
{
    [Fact]
    public async Task A_line_is_an_event_that_a_browser_gets()
    {
        await using var server = new LiveFeedServer();
        await using var stream = await server.FollowAsync("/events?topic=lines/*");
        await stream.ReadConnectedAsync();
        await using var producer = await LineClient.ConnectAsync(server);

        var position = await producer.PublishAsync("lines/a one two");

        var frame = await stream.ReadEventAsync();
        Assert.Equal((position, "one two"), (frame.Id, frame.Data));
    }

    [Fact]
    public async Task Its_sender_may_publish_what_it_may_by_REST()
    {
        await using var server = new LiveFeedServer(Credentialed.ApiKey(0, "secret", publish: ["a/*"]));
        using var rejected = new Counted(server, "livefeed.events.rejected", "problem");
        await using var producer = await LineClient.ConnectAsync(server, "secret");
        await using var nobody = await LineClient.ConnectAsync(server);
        await using var stranger = await LineClient.ConnectAsync(server, "guess");

        Assert.StartsWith(server.Log.Epoch, await producer.PublishAsync("a/b 1"), StringComparison.Ordinal);
        using var byRest = await server.SendAsync("POST", "/topics/b", [("X-API-Key", "secret")], "1");
        var problem = await byRest.ReadProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        Assert.Equal($"forbidden {problem.GetProperty("detail").GetString()}", await producer.PublishAsync("b 1"));
        Assert.StartsWith("unauthorized Send credentials", await nobody.PublishAsync("a/b 1"), StringComparison.Ordinal);
        Assert.Equal("unauthorized The API key is not known.", await stranger.PublishAsync("a/b 1"));
        Assert.Equal((2, 2), (rejected["forbidden"], rejected["unauthorized"])); // one of them by REST
    }

    [Fact]
    public async Task Its_events_have_the_limits_of_REST()
    {
        await using var server = new LiveFeedServer(("Limits:EventBytes", "10"));
        using var rejected = new Counted(server, "livefeed.events.rejected", "problem");
        await using var producer = await LineClient.ConnectAsync(server);

        Assert.Equal(
            "too-large /data: may have at most 10 bytes (LiveFeed:Limits:EventBytes), not 11",
            await producer.PublishAsync("a 12345678901"));
        Assert.StartsWith("invalid /topic: must have", await producer.PublishAsync("a/* 1"), StringComparison.Ordinal);
        Assert.StartsWith(server.Log.Epoch, await producer.PublishAsync("a 1234567890"), StringComparison.Ordinal);
        Assert.Equal((1, 1), (rejected["too-large"], rejected["invalid"]));
    }

    [Fact]
    public async Task Its_sender_has_one_rate_by_whatever_way_it_publishes()
    {
        await using var server = new LiveFeedServer(
            [("Limits:PublishPerSecond", "1"), .. Credentialed.ApiKey(0, "secret", publish: ["**"])]);
        await using var producer = await LineClient.ConnectAsync(server, "secret");
        const int Lines = 30;

        await producer.SendAsync(string.Join('\n', Enumerable.Repeat("a 1", Lines)));
        var answers = new List<string>();
        for (var i = 0; i < Lines; i++)
        {
            answers.Add(await producer.ReadAsync());
        }

        // No machine is so slow that a bucket of one event a second has 30 of them, nor one for REST behind them.
        Assert.Contains(answers, answer => answer.StartsWith("too-many-requests ", StringComparison.Ordinal));
        var statuses = await Task.WhenAll(
            Enumerable.Range(0, Lines).Select(_ => server.StatusAsync("POST", "/topics/a", [("X-API-Key", "secret")], "1")));
        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
    }

    [Fact]
    public async Task While_nobody_needs_credentials_it_listens_on_loopback_addresses_only()
    {
        await using var open = new LiveFeedServer();
        await using var closed = new LiveFeedServer(Credentialed.ApiKey(0, "secret", publish: ["**"]));

        Assert.IsType<StartRefusedException>(await LineClient.ListenAsync(open, IPAddress.Any));
        Assert.Null(await LineClient.ListenAsync(open, IPAddress.IPv6Loopback));
        Assert.Null(await LineClient.ListenAsync(closed, IPAddress.Any));
    }
}
