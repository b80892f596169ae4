using LiveFeed.Access.Tickets;
using Microsoft.AspNetCore.Http;

namespace LiveFeed.Access.Authentication;

/// <summary>
/// The credentials of an HTTP request: where they were, and whether a browser may have added them by itself.
/// </summary>
internal readonly record struct RequestCredentials(Credentials Given, bool IsCookie = false)
{
    internal const string KeyHeader = "X-API-Key";
    internal const string QueryParameter = "access_token";

    private const string Scheme = "Bearer";

    /// <summary>
    /// Looks in the headers, then the query (a token only for GET and HEAD, a ticket only where a stream is opened: an
    /// <c>EventSource</c> has no other way), then the cookie. Null when there is nothing. Other schemes of
    /// <c>Authorization</c> are not ours and are ignored.
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

        if (request.Query.TryGetValue(TakesTickets.Parameter, out var ticket) && OpensStream(request))
        {
            return new RequestCredentials(new Credentials(ticket.ToString(), IsTicket: true));
        }

        return request.Cookies.TryGetValue(cookie, out var kept)
            ? new RequestCredentials(new Credentials(kept), IsCookie: true)
            : null;
    }

    private static bool OpensStream(HttpRequest request) =>
        request.HttpContext.GetEndpoint()?.Metadata.GetMetadata<TakesTickets>() is not null;

    /// <summary>
    /// It changes nothing. The handshake of a WebSocket counts as such, also the CONNECT of HTTP/2; whose page may send one
    /// is checked before.
    /// </summary>
    internal static bool OnlyReads(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsConnect(request.Method);
}
