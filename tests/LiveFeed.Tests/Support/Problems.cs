using System.Net;
using System.Text.Json;

namespace LiveFeed.Tests.Support;

/// <summary>Refusals, as RFC 9457 and the contract have them.</summary>
internal static class Problems
{
    /// <param name="response">The refusal.</param>
    /// <param name="status">Its status.</param>
    /// <param name="name">The last part of its stable type.</param>
    internal static async Task<JsonElement> ReadProblemAsync(
        this HttpResponseMessage response, HttpStatusCode status, string name)
    {
        var problem = await response.ReadJsonAsync(status);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal($"urn:livefeed:problem:{name}", problem.GetProperty("type").GetString());
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        return problem;
    }

    internal static async Task<JsonElement> GetProblemAsync(
        this HttpClient http, string pathAndQuery, HttpStatusCode status, string name)
    {
        using var response = await http.GetAsync(new Uri(pathAndQuery, UriKind.Relative)).WithinDeadline();
        return await response.ReadProblemAsync(status, name);
    }

    /// <summary>What the problem finds fault with.</summary>
    internal static IReadOnlyList<string> Faults(this JsonElement problem) =>
        [.. problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order(StringComparer.Ordinal)];

    /// <summary>
    /// Requires a refusal without a trace, neither in the history nor at a client that follows everything.
    /// </summary>
    internal static async Task<JsonElement> AssertRefusedAsync(
        this LiveFeedServer server, Func<HttpClient, Task<HttpResponseMessage>> send, HttpStatusCode status, string name)
    {
        await using var follower = await server.FollowAsync("/events?topic=**");
        await follower.ReadConnectedAsync();
        var before = await server.Http.GetJsonAsync("/history?limit=10000");

        using var response = await send(server.Http);
        var problem = await response.ReadProblemAsync(status, name);

        var after = await server.Http.GetJsonAsync("/history?limit=10000");
        Assert.Equal(before.GetRawText(), after.GetRawText());
        await server.AssertNothingForAsync(follower, "after/a/refusal");
        return problem;
    }
}
