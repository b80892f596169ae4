using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace LiveFeed.Access;

/// <summary>
/// Whether a request comes from a page of the service's own. A browser adds cookies to what any site has it send, but says
/// whose page it was: in <c>Sec-Fetch-Site</c>, or where that is missing (plain HTTP on other names than localhost) in <c>Origin</c>.
/// </summary>
internal static class SameOrigin
{
    internal static bool Sent(HttpRequest request)
    {
        if (request.Headers.TryGetValue("Sec-Fetch-Site", out var site))
        {
            return site == "same-origin";
        }

        // Not the scheme: a proxy that ends TLS before the service changes it.
        return Uri.TryCreate(request.Headers[HeaderNames.Origin].ToString(), UriKind.Absolute, out var origin) &&
            origin.Host.Equals(request.Host.Host, StringComparison.OrdinalIgnoreCase) &&
            (request.Host.Port is { } port ? origin.Port == port : origin.IsDefaultPort);
    }
}
