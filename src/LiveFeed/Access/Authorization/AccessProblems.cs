using LiveFeed.Refusals;

namespace LiveFeed.Access.Authorization;

/// <summary>Why credentials are refused. None of it repeats them.</summary>
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

    /// <param name="origin">As the browser says, cut short.</param>
    /// <param name="host">As the service is asked.</param>
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
    /// HTTP puts it into a header, too: printable ASCII without quotes, so it is never made of what a client sent.
    /// </param>
    internal static Refusal BadToken(string why) => new(RefusalKind.BadCredentials, why);
}
