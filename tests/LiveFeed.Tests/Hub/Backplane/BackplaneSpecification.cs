using System.Net;
using System.Text;
using LiveFeed.Tests.Access.Tickets;
using LiveFeed.Tests.Streaming.Polling;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Hub.Backplane;

/// <summary>
/// What every backplane of two services must do: what is asked of one holds for the clients of the other.
/// </summary>
public abstract class BackplaneSpecification : IAsyncLifetime
{
    private protected abstract LiveFeedServer Here { get; }

    private protected abstract LiveFeedServer There { get; }

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task An_event_that_is_not_kept_reaches_the_clients_of_every_node()
    {
        await using var near = await Here.FollowAsync("/events?topic=now/**");
        await using var far = await There.FollowAsync("/events?topic=now/**");
        await near.ReadConnectedAsync();
        await far.ReadConnectedAsync();

        await Here.Http.PublishAsync("""[{"topic":"now/a","data":1},{"topic":"now/a","data":2,"ephemeral":true}]""");

        Assert.Equal(["1", "2"], await near.ReadDataAsync(2));
        Assert.Equal(["1", "2"], (await far.ReadDataAsync(2)).Order());
    }

    [Fact]
    public async Task Clients_of_every_node_are_listed_found_and_counted()
    {
        await using var far = await There.FollowAsync("/events?topic=seen/a");
        var client = await far.ReadConnectedAsync();
        await Here.Http.PublishAsync("""{"topic":"seen/a","data":1}""");

        var list = (await Here.Http.GetJsonAsync("/clients")).GetProperty("clients");
        var one = await Here.Http.GetJsonAsync($"/clients/{client.ClientId}");
        var topics = (await Here.Http.GetJsonAsync("/topics?pattern=seen/**")).GetProperty("topics");

        Assert.Equal(client.ClientId, list[0].GetProperty("clientId").GetString());
        Assert.Equal("seen/a", one.GetProperty("topics")[0].GetString());
        Assert.Equal(1, topics[0].GetProperty("subscribers").GetInt32());
    }

    [Fact]
    public async Task A_client_of_another_node_follows_other_topics_when_told_so_here()
    {
        await using var far = await There.FollowAsync("/events?topic=old/a");
        var client = await far.ReadConnectedAsync();
        await Here.Http.PublishAsync("""{"topic":"new/a","data":1}""");

        using var body = new StringContent(
            $$"""{"subscribe":[{"topic":"new/**","after":"{{client.Position}}"}]}""", Encoding.UTF8, "application/json");
        using var answer = await Here.Http.PatchAsync(
            new Uri($"/clients/{client.ClientId}", UriKind.Relative), body, Token);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(["1"], await far.ReadDataAsync(1));
        await far.ReadNamedAsync("livefeed.subscribed");
    }

    [Fact]
    public async Task A_client_of_another_node_is_ended_from_here()
    {
        await using var far = await There.FollowAsync("/events?topic=end/a");
        var client = await far.ReadConnectedAsync();

        using var ended = await Here.Http.DeleteAsync(new Uri($"/clients/{client.ClientId}", UriKind.Relative), Token);
        using var nobody = await Here.Http.DeleteAsync(new Uri("/clients/c-000000000000000", UriKind.Relative), Token);

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (ended.StatusCode, nobody.StatusCode));
        Assert.Contains("kicked", (await far.ReadNamedAsync("livefeed.closing")).Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_clients_of_a_user_are_ended_on_every_node_and_access_is_renewed_from_any()
    {
        var token = TestToken.For("end/**") with { Expires = TimeProvider.System.GetUtcNow().AddMinutes(10) };
        var (ada, later) = (Bearer(token), Bearer(token with { Expires = token.Expires!.Value.AddMinutes(10) }));
        await using var near = await Here.FollowAsync("/events?topic=end/a", ada);
        await using var far = await There.FollowAsync("/events?topic=end/a", ada);
        await near.ReadConnectedAsync();
        var client = await far.ReadConnectedAsync();

        using var renewed = await Here.SendAsync("POST", $"/clients/{client.ClientId}/token", [later]);
        using var ended = await Here.SendAsync("DELETE", "/clients?user=ada", [Bearer(new TestToken { Admin = true })]);

        Assert.Equal(HttpStatusCode.OK, renewed.StatusCode);
        Assert.Equal(2, (await ended.ReadJsonAsync(HttpStatusCode.OK)).GetProperty("ended").GetInt32());
        Assert.Contains("kicked", (await near.ReadNamedAsync("livefeed.closing")).Data, StringComparison.Ordinal);
        Assert.Contains("kicked", (await far.ReadNamedAsync("livefeed.closing")).Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_polled_and_was_ended_is_let_in_at_no_node()
    {
        var poller = new Poller(Here, "topic=end/a");
        await poller.PollAsync();

        using var ended = await There.SendAsync("DELETE", $"/clients/{poller.ClientId}", []);

        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        poller = poller.With(new Poller(There, "topic=end/a"));
        await Deadline.UntilAsync(
            async () =>
            {
                using var answer = await poller.SendAsync();
                return answer.StatusCode == HttpStatusCode.NotFound;
            },
            "the other node knows that it was ended");
    }

    [Fact]
    public async Task A_ticket_whose_stream_was_ended_opens_none_at_any_node()
    {
        var ticket = await Here.TicketAsync(TestToken.For("a").BySecret());
        await using var stream = await Here.OpenAsync(ticket);
        var client = await stream.ReadConnectedAsync();
        await using (var other = await There.OpenAsync(ticket))
        {
            Assert.Equal(HttpStatusCode.OK, other.Response.StatusCode);
        }

        using var ended = await There.SendAsync("DELETE", $"/clients/{client.ClientId}", []);

        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        await Deadline.UntilAsync(
            async () =>
            {
                await using var again = await There.OpenAsync(ticket, client.Position);
                return again.Response.StatusCode == HttpStatusCode.Unauthorized;
            },
            "the other node knows that it was ended");
    }

    private static (string Name, string Value) Bearer(TestToken token) => Credentialed.Bearer(token.BySecret());

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
