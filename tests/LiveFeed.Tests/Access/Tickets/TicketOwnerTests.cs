using System.Net;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Access.Tickets;

/// <summary>Tickets of keys, and of nobody; and settings that change while a ticket is good.</summary>
public sealed class TicketOwnerTests
{
    private static readonly (string, string) SigningKey =
        ("Access:Tickets:SigningKey", "what both services sign their tickets with");

    private static readonly (string Key, string Value)[] Shop = Credentialed.ApiKey(0, "shop", subscribe: ["a"]);

    [Fact]
    public async Task A_ticket_of_a_key_is_good_for_a_day()
    {
        await using var server = new LiveFeedServer(Shop);
        var answer = await server.Http.AskTicketAsync(("X-API-Key", "shop"));
        await using var stream = await server.OpenAsync(Ticketed.TextOf(answer));
        await stream.ReadConnectedAsync();

        var left = answer.GetProperty("expires").GetDateTimeOffset() - TimeProvider.System.GetUtcNow();
        Assert.InRange(left, TimeSpan.FromHours(23.9), TimeSpan.FromHours(24));
    }

    [Fact]
    public async Task A_ticket_of_another_service_with_the_same_signing_key_is_good()
    {
        await using var one = new LiveFeedServer([SigningKey, .. Shop]);
        await using var other = new LiveFeedServer([SigningKey, .. Shop]);
        var ticket = Ticketed.TextOf(await one.Http.AskTicketAsync(("X-API-Key", "shop")));

        await using var stream = await other.OpenAsync(ticket);
        await stream.ReadConnectedAsync();
    }

    [Fact]
    public async Task A_key_that_is_removed_or_replaced_takes_its_tickets_with_it()
    {
        await using var before = new LiveFeedServer([SigningKey, .. Shop]);
        await using var removed = new LiveFeedServer([SigningKey, Credentialed.BySecret]);
        await using var replaced = new LiveFeedServer([SigningKey, .. Credentialed.ApiKey(0, "new", subscribe: ["a"])]);
        var ticket = Ticketed.TextOf(await before.Http.AskTicketAsync(("X-API-Key", "shop")));

        Assert.Contains("no longer", await removed.AssertRefusedAsync(ticket), StringComparison.Ordinal);
        Assert.Contains("no longer", await replaced.AssertRefusedAsync(ticket), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_rights_of_a_keys_ticket_are_those_of_the_settings_now()
    {
        await using var before = new LiveFeedServer([SigningKey, .. Shop]);
        await using var after = new LiveFeedServer([SigningKey, .. Credentialed.ApiKey(0, "shop", subscribe: ["b"])]);
        var ticket = Ticketed.TextOf(await before.Http.AskTicketAsync(("X-API-Key", "shop")));

        Assert.Equal(HttpStatusCode.Forbidden, await after.StatusAsync("GET", Ticketed.Path(ticket), []));
    }

    [Fact]
    public async Task Tickets_of_tokens_end_when_tokens_are_checked_in_another_way()
    {
        await using var before = new LiveFeedServer(SigningKey, Credentialed.BySecret);
        await using var after = new LiveFeedServer(SigningKey, Credentialed.BySecret, ("Access:Jwt:Audience", "livefeed"));
        var ticket = await before.TicketAsync(TestToken.For("a").BySecret());

        Assert.Contains("no longer", await after.AssertRefusedAsync(ticket), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_service_does_not_know_the_ticket()
    {
        await using var one = new LiveFeedServer(Shop);
        await using var other = new LiveFeedServer(Shop);
        var ticket = Ticketed.TextOf(await one.Http.AskTicketAsync(("X-API-Key", "shop")));

        Assert.Equal("This is no ticket of this service.", await other.AssertRefusedAsync(ticket));
    }

    [Fact]
    public async Task Where_nobody_needs_credentials_a_page_that_asks_for_tickets_works_too()
    {
        await using var server = new LiveFeedServer();
        var ticket = Ticketed.TextOf(await server.Http.AskTicketAsync(("X-Nothing", "")));

        await using var stream = await server.OpenAsync(ticket);
        await stream.ReadConnectedAsync();
    }

    [Fact]
    public async Task Where_everyone_may_follow_nobody_gets_a_ticket_of_nobody()
    {
        await using var server = new LiveFeedServer([("Access:Anonymous", "subscribe"), .. Shop]);
        var ticket = Ticketed.TextOf(await server.Http.AskTicketAsync(("X-Nothing", "")));

        await using var stream = await server.OpenAsync(ticket);
        var id = (await stream.ReadConnectedAsync()).ClientId;

        Assert.Null(server.Hub.Find(id)!.Subscription.User);
        await server.AssertTurnedAwayAsync(ticket);
    }

    [Fact]
    public async Task Who_has_no_valid_credentials_gets_no_ticket()
    {
        await using var server = new LiveFeedServer(Shop);

        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusAsync("POST", "/tickets", []));
        Assert.Equal(HttpStatusCode.Unauthorized, await server.StatusAsync("POST", "/tickets", [("X-API-Key", "bad")]));
        Assert.Equal(
            HttpStatusCode.Unauthorized, await server.StatusAsync("POST", "/tickets?access_token=shop", []));
    }

    [Fact]
    public async Task A_stream_of_a_keys_ticket_is_renewed_by_the_key_and_has_no_end_then()
    {
        await using var server = new LiveFeedServer([.. Shop, .. Credentialed.ApiKey(1, "other", subscribe: ["a"])]);
        var ticket = Ticketed.TextOf(await server.Http.AskTicketAsync(("X-API-Key", "shop")));
        await using var stream = await server.OpenAsync(ticket);
        var path = $"/clients/{(await stream.ReadConnectedAsync()).ClientId}/token";

        Assert.Equal(HttpStatusCode.Forbidden, await server.StatusAsync("POST", path, [("X-API-Key", "other")]));
        using var renewed = await server.SendAsync("POST", path, [("X-API-Key", "shop")]);

        var answer = await renewed.ReadJsonAsync(HttpStatusCode.OK);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, answer.GetProperty("expires").ValueKind);
    }
}
