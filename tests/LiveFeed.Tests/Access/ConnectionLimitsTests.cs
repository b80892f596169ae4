using System.Net;
using LiveFeed.Access.Limits;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Access;

/// <summary>What a client sees of the limits on connections.</summary>
public sealed class ConnectionLimitsTests
{
    [Fact]
    public async Task Of_many_clients_that_connect_at_once_exactly_as_many_get_in_as_there_are_places()
    {
        await using var server = new LiveFeedServer(("Limits:Connections", "5"));
        using var rejected = new Counted(server, "livefeed.clients.rejected", "reason");

        var streams = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => server.FollowAsync("/events?topic=t")));
        var inside = new List<SseConnection>();
        foreach (var stream in streams)
        {
            if ((await stream.ReadAsync())!.Event == "livefeed.connected")
            {
                inside.Add(stream);
            }
        }

        Assert.Equal(5, inside.Count);
        Assert.Equal(45, rejected["full"]);
        foreach (var stream in inside)
        {
            await server.AssertNothingForAsync(stream, "t");
            await stream.DisposeAsync();
        }

        await Task.WhenAll(streams.Select(stream => stream.DisposeAsync().AsTask()));
        await Deadline.UntilAsync(() => server.Services.GetRequiredService<ConnectionLimiter>().Count == 0, "all have left");
    }

    [Fact]
    public async Task A_user_with_all_its_connections_is_turned_away_and_others_are_not()
    {
        await using var server = new LiveFeedServer(
            Credentialed.BySecret, ("Access:Anonymous", "all"), ("Limits:ConnectionsPerUser", "1"));
        using var rejected = new Counted(server, "livefeed.clients.rejected", "reason");
        await using var first = await server.FollowAsync("/events?topic=t", Token("ada"));
        await first.ReadConnectedAsync();

        await using var second = await server.FollowAsync("/events?topic=t", Token("ada"));

        await AssertTurnedAwayAsync(second);
        Assert.Equal(1, rejected["full-user"]);
        await using var other = await server.FollowAsync("/events?topic=t", Token("bob"));
        await other.ReadConnectedAsync();
        await using var nobody = await server.FollowAsync("/events?topic=t");
        await nobody.ReadConnectedAsync();
        await server.AssertNothingForAsync(first, "t");
    }

    [Fact]
    public async Task An_address_with_all_its_connections_is_turned_away_and_others_are_not()
    {
        await using var server = new LiveFeedServer(("Limits:ConnectionsPerAddress", "1"), ("Proxies:0", "127.0.0.1"));
        using var rejected = new Counted(server, "livefeed.clients.rejected", "reason");
        await using var first = await server.FollowAsync("/events?topic=t", ("X-Forwarded-For", "192.0.2.1"));
        await first.ReadConnectedAsync();

        await using var second = await server.FollowAsync("/events?topic=t", ("X-Forwarded-For", "192.0.2.1"));

        await AssertTurnedAwayAsync(second);
        Assert.Equal(1, rejected["full-address"]);
        await using var other = await server.FollowAsync("/events?topic=t", ("X-Forwarded-For", "192.0.2.2"));
        await other.ReadConnectedAsync();
        await server.AssertNothingForAsync(first, "t");
    }

    [Fact]
    public async Task A_client_that_asks_for_JSON_is_told_the_limit_by_name()
    {
        await using var server = new LiveFeedServer(("Limits:ConnectionsPerAddress", "1"));
        await using var first = await server.FollowAsync("/events");
        await first.ReadConnectedAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/events");
        request.Headers.Add("Accept", "application/json");

        using var response = await server.Http.SendAsync(request, TestContext.Current.CancellationToken).WithinDeadline();

        var problem = await response.ReadProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.Contains(
            "LiveFeed:Limits:ConnectionsPerAddress", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.True(response.Headers.RetryAfter?.Delta > TimeSpan.Zero, "no Retry-After");
    }

    [Fact]
    public async Task A_connection_that_is_cut_gives_its_place_back()
    {
        await using var server = new LiveFeedServer(("Limits:ConnectionsPerAddress", "1"));
        for (var i = 0; i < 5; i++)
        {
            await using var stream = await server.FollowAsync("/events");
            await stream.ReadConnectedAsync();
            await stream.DisposeAsync();
            await Deadline.UntilAsync(
                () => server.Services.GetRequiredService<ConnectionLimiter>().Count == 0, "the client has left");
        }
    }

    private static async Task AssertTurnedAwayAsync(SseConnection stream)
    {
        Assert.Equal(HttpStatusCode.OK, stream.Response.StatusCode);
        var frame = await stream.ReadAsync();
        Assert.Equal(("livefeed.closing", """{"reason":"full","reconnect":true}"""), (frame!.Event, frame.Data));
        Assert.NotNull(frame.Retry);
        await stream.AssertEndedAsync();
    }

    private static (string Name, string Value) Token(string user) =>
        Credentialed.Bearer((TestToken.For("**") with { User = user }).BySecret());
}
