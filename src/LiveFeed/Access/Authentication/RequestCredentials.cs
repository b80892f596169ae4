using Microsoft.AspNetCore.Http;

namespace LiveFeed.Access.Authentication;

/// <summary>
/// The credentials of an HTTP request: where they stand, and whether a browser may have added them by itself.
/// </summary>
internal readonly record struct RequestCredentials(Credentials Given, bool IsCookie = false)
{
    internal const string KeyHeader = "X-API-Key";
    internal const string QueryParameter = "access_token";

    private const string Scheme = "Bearer";

    /// <summary>
    /// Looks into headers, then the query (of what only reads, for there is no other way for an <c>EventSource</c>), then
    /// the cookie. Null when there is nothing; another scheme of <c>Authorization</c> is somebody else's.
    /// </summary>
    internal static RequestCredentials? Of(HttpRequest request, string cookie)
    {
        if (request.Headers.TryGetValue(KeyHeader, out var key))
        {
            return new RequestCredentials(new Credentials(key.ToString(), IsKey: true));
        }

        var header = request.Headers.Authorization.ToString();
        if (header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) &&
            (header.Length == Scheme.Length || header[Scheme.Length] == ' '))
        {
            return new RequestCredentials(new Credentials(header[Scheme.Length..].Trim()));
        }

        if (OnlyReads(request) && request.Query.TryGetValue(QueryParameter, out var token))
        {
            return new RequestCredentials(new Credentials(token.ToString()));
        }

        return request.Cookies.TryGetValue(cookie, out var kept)
            ? new RequestCredentials(new Credentials(kept), IsCookie: true)
            : null;
    }

    internal static bool OnlyReads(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
}
