using System.Net;
using System.Text.Json;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Access.Tickets;

/// <summary>Clients that get a ticket and use it.</summary>
internal static class Ticketed
{
    internal static Task<JsonElement> AskTicketAsync(this LiveFeedServer server, string token) =>
        server.Http.AskTicketAsync(Credentialed.Bearer(token));

    internal static async Task<JsonElement> AskTicketAsync(this HttpClient http, (string Name, string Value) credentials)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/tickets");
        request.Headers.TryAddWithoutValidation(credentials.Name, credentials.Value);
        using var response = await http.SendAsync(request).WithinDeadline();
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        return await response.ReadJsonAsync(HttpStatusCode.OK);
    }

    internal static async Task<string> TicketAsync(this LiveFeedServer server, string token) =>
        TextOf(await server.AskTicketAsync(token));

    internal static string TextOf(JsonElement answer) => answer.GetProperty("ticket").GetString()!;

    internal static Task<SseConnection> OpenAsync(
        this LiveFeedServer server, string ticket, string? lastEventId = null, string query = "") =>
        server.FollowAsync(Path(ticket, query), HeaderOf(lastEventId));

    internal static string Path(string ticket, string query = "") => $"/events?topic=a{query}&ticket={ticket}";

    internal static (string Name, string Value)[] HeaderOf(string? lastEventId) =>
        lastEventId is null ? [] : [("Last-Event-ID", lastEventId)];

    /// <summary>Requires that the request is told to come back later.</summary>
    internal static async Task AssertTurnedAwayAsync(
        this LiveFeedServer server, string ticket, string? lastEventId = null, string query = "")
    {
        await using var stream = await server.OpenAsync(ticket, lastEventId, query);
        var frame = await stream.ReadAsync();
        Assert.Equal(HttpStatusCode.OK, stream.Response.StatusCode);
        Assert.Equal(("livefeed.closing", """{"reason":"full","reconnect":true}"""), (frame!.Event, frame.Data));
        Assert.NotNull(frame.Retry);
        await stream.AssertEndedAsync();
    }

    /// <summary>Requires that the request is refused for good; returns the detail.</summary>
    internal static async Task<string> AssertRefusedAsync(
        this LiveFeedServer server, string ticket, string? lastEventId = null)
    {
        using var response = await server.SendAsync("GET", Path(ticket), HeaderOf(lastEventId));
        var problem = await response.ReadProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
        return problem.GetProperty("detail").GetString()!;
    }

    /// <summary>Waits until the server knows that all clients have left.</summary>
    internal static Task UntilNobodyAsync(this LiveFeedServer server) =>
        Deadline.UntilAsync(() => server.Hub.Everyone.Count == 0, "all clients have left");
}
