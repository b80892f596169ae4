using LiveFeed.Refusals;

namespace LiveFeed.Access.Authorization;

/// <summary>Why credentials are refused. None of it repeats them.</summary>
internal static class AccessProblems
{
    internal static Refusal NoCredentials { get; } = new(
        RefusalKind.NoCredentials,
        "This needs credentials: a token or an API key. LiveFeed:Access:Anonymous says what does not.");

    internal static Refusal UnknownKey { get; } = BadToken("The API key is not known.");

    internal static Refusal Expired { get; } = BadToken("The token has expired.");

    internal static Refusal CrossSite { get; } = new(
        RefusalKind.Forbidden,
        "A cookie is no proof that its user wants this: only the service's own pages may send it to change something.");

    /// <param name="origin">As the browser says, cut short.</param>
    /// <param name="host">As the service is asked.</param>
    internal static Refusal OtherSite(string origin, string host) => new(
        RefusalKind.Forbidden,
        $"The browser sends this for a page of {origin}, and the service is asked as {host}: it takes it for a page of " +
        "another site, which may not change " +
        "anything here. If the page is the service's own, a proxy between them changes the Host header: have it pass Host " +
        "on (nginx: proxy_set_header Host " +
        "$http_host;), or send X-Forwarded-Host and name the proxy in LiveFeed:Proxies. If not, name the page's origin in " +
        "LiveFeed:Cors:Origins.");

    internal static Refusal OtherHost { get; } = new(
        RefusalKind.Forbidden,
        "Nobody needs credentials, so LiveFeed serves this machine only, by the names localhost, 127.0.0.1 and [::1]: the " +
        "Host of this request is another. " +
        "Behind a proxy, set LiveFeed:Proxies; for others to come, LiveFeed:Access:Keys, LiveFeed:Access:Jwt or " +
        "LiveFeed:Access:Anonymous.");

    internal static Refusal AuthorityAway { get; } = new(
        RefusalKind.Unavailable, "The authority (LiveFeed:Access:Jwt:Authority) cannot be asked for its keys now.");

    /// <param name="why">
    /// HTTP puts it into a header, too: printable ASCII without quotes, so it is never made of what a client sent.
    /// </param>
    internal static Refusal BadToken(string why) => new(RefusalKind.BadCredentials, why);
}
