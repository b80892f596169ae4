using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace LiveFeed.Tests.Support;

/// <summary>Servers that want credentials, and requests that have some.</summary>
internal static class Credentialed
{
    /// <summary>The setting that accepts the tokens of <see cref="TestToken.BySecret"/>.</summary>
    internal static readonly (string Key, string Value) BySecret = ("Access:Jwt:SigningKey", TestToken.Secret);

    /// <summary>The settings of an API key.</summary>
    internal static (string Key, string Value)[] ApiKey(
        int index, string key, string[]? publish = null, string[]? subscribe = null, bool admin = false) =>
    [
        ($"Access:Keys:{index}:Name", $"key {index}"),
        ($"Access:Keys:{index}:Sha256", Sha256(key)),
        ($"Access:Keys:{index}:Admin", admin ? "true" : "false"),
        .. (publish ?? []).Select((pattern, i) => ($"Access:Keys:{index}:Publish:{i}", pattern)),
        .. (subscribe ?? []).Select((pattern, i) => ($"Access:Keys:{index}:Subscribe:{i}", pattern)),
    ];

    internal static string Sha256(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    internal static (string Name, string Value) Bearer(string token) => ("Authorization", $"Bearer {token}");

    /// <summary>Sends a request with headers, and reads the answer's head only, as it may be a stream.</summary>
    internal static Task<HttpResponseMessage> SendAsync(
        this LiveFeedServer server,
        string method,
        string pathAndQuery,
        (string Name, string Value)[] headers,
        string? body = null,
        string type = Posting.Json)
    {
        var request = new HttpRequestMessage(HttpMethod.Parse(method), new Uri(pathAndQuery, UriKind.Relative))
        {
            Content = body is null ? null : new StringContent(body, null, type),
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WithinDeadline();
    }

    internal static async Task<HttpStatusCode> StatusAsync(
        this LiveFeedServer server,
        string method,
        string pathAndQuery,
        (string Name, string Value)[] headers,
        string? body = null)
    {
        using var response = await server.SendAsync(method, pathAndQuery, headers, body);
        return response.StatusCode;
    }

    /// <summary>What following a topic with this token is answered.</summary>
    internal static Task<HttpStatusCode> FollowStatusAsync(this LiveFeedServer server, string token, string topic = "a") =>
        server.StatusAsync("GET", $"/events?topic={topic}", [Bearer(token)]);

    /// <summary>Requires that a token is refused, and returns the problem's detail.</summary>
    internal static async Task<string> AssertBadTokenAsync(this LiveFeedServer server, string token)
    {
        using var response = await server.SendAsync("GET", "/events?topic=a", [Bearer(token)]);
        var problem = await response.ReadProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
        Assert.StartsWith(
            "Bearer error=\"invalid_token\"", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        return problem.GetProperty("detail").GetString()!;
    }
}
