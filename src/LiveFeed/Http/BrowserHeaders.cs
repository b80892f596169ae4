using Microsoft.AspNetCore.Http;

namespace LiveFeed.Http;

/// <summary>Headers that restrict what a browser does with an answer.</summary>
internal static class BrowserHeaders
{
    /// <summary>For every answer: a browser never treats a producer's data as a script or a page.</summary>
    internal static void NoSniff(HttpResponse response) => response.Headers.XContentTypeOptions = "nosniff";

    /// <summary>For pages and their files.</summary>
    /// <param name="response">Its headers are not sent yet.</param>
    /// <param name="policy">The content security policy. The browser loads only what it allows.</param>
    internal static void Protect(HttpResponse response, string policy)
    {
        NoSniff(response);
        var headers = response.Headers;
        headers.ContentSecurityPolicy = policy;
        headers["Referrer-Policy"] = "no-referrer"; // an address may hold an access_token
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }
}
