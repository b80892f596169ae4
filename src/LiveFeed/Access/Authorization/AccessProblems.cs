using LiveFeed.Refusals;

namespace LiveFeed.Access.Authorization;

/// <summary>Why credentials are refused. No text repeats the credentials.</summary>
internal static class AccessProblems
{
    internal static Refusal NoCredentials { get; } = new(
        RefusalKind.NoCredentials,
        "Send credentials: a token or an API key. LiveFeed:Access:Anonymous sets what needs none.");

    internal static Refusal UnknownKey { get; } = BadToken("The API key is not known.");

    internal static Refusal Expired { get; } = BadToken("The token has expired.");

    internal static Refusal CrossSite { get; } = new(
        RefusalKind.Forbidden,
        "A cookie counts for a change only on the service's own pages. Send the token or the key in a header.");

    /// <param name="origin">The origin that the browser names, cut short.</param>
    /// <param name="host">The host that the request names.</param>
    internal static Refusal OtherSite(string origin, string host) => new(
        RefusalKind.Forbidden,
        $"The browser sends this for a page of {origin}, but the service runs at {host}. A page of another site may not " +
        "change anything here. If the page is the service's own, a proxy changes the Host header: let it pass Host on " +
        "(nginx: proxy_set_header Host $http_host;), or send X-Forwarded-Host and name the proxy in LiveFeed:Proxies. If " +
        "it is not, name the page's origin in LiveFeed:Cors:Origins.");

    internal static Refusal OtherHost { get; } = new(
        RefusalKind.Forbidden,
        "No setting asks for credentials, so LiveFeed answers only to the names localhost, 127.0.0.1 and [::1]. This " +
        "request has another Host. Behind a proxy, set LiveFeed:Proxies. To let others in, set LiveFeed:Access:Keys, " +
        "LiveFeed:Access:Jwt or LiveFeed:Access:Anonymous.");

    internal static Refusal AuthorityAway { get; } = new(
        RefusalKind.Unavailable, "The authority (LiveFeed:Access:Jwt:Authority) does not give its keys now.");

    /// <param name="why">
    /// Printable ASCII without quotes, because HTTP also puts it into a header. It never contains what a client sent.
    /// </param>
    internal static Refusal BadToken(string why) => new(RefusalKind.BadCredentials, why);
}
