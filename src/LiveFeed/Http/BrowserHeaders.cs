using Microsoft.AspNetCore.Http;

namespace LiveFeed.Http;

/// <summary>Headers by which a browser takes an answer for no more than it is.</summary>
internal static class BrowserHeaders
{
    /// <summary>For every answer: data that a producer chose is never taken for a script or a page.</summary>
    internal static void NoSniff(HttpResponse response) => response.Headers.XContentTypeOptions = "nosniff";

    /// <summary>For pages and their files.</summary>
    /// <param name="response">Its headers are not sent yet.</param>
    /// <param name="policy">The content security policy; what it does not allow does not load.</param>
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
