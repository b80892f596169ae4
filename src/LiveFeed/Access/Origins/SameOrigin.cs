using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace LiveFeed.Access.Origins;

/// <summary>
/// Whether a request comes from the service's own page. A browser sends requests for pages of any site, and adds cookies,
/// but it names the page's site: in <c>Sec-Fetch-Site</c>, or where that is missing (plain HTTP on names other than
/// localhost) in <c>Origin</c>.
/// </summary>
internal static class SameOrigin
{
    internal static FetchSite SiteOf(HttpRequest request)
    {
        if (request.Headers.TryGetValue("Sec-Fetch-Site", out var site))
        {
            return site.ToString() switch
            {
                "same-origin" => FetchSite.Own,
                "none" => FetchSite.Unknown,
                _ => FetchSite.Other,
            };
        }

        return request.Headers.TryGetValue(HeaderNames.Origin, out var origin)
            ? IsOwn(origin.ToString(), request.Host) ? FetchSite.Own : FetchSite.Other
            : FetchSite.Unknown;
    }

    // The scheme is not compared: a proxy that ends TLS before the service changes it.
    private static bool IsOwn(string text, HostString host) =>
        Uri.TryCreate(text, UriKind.Absolute, out var origin) &&
        origin.Host.Equals(host.Host, StringComparison.OrdinalIgnoreCase) &&
        (host.Port is { } port ? origin.Port == port : origin.IsDefaultPort);
}
