using Microsoft.AspNetCore.Http;

namespace LiveFeed.Http;

/// <summary>Headers that restrict what a browser does with an answer.</summary>
internal static class BrowserHeaders
{
    private const string Permissions = "Permissions-Policy";
    private const string Never = "geolocation=(), payment=(), usb=()"; // no page of ours asks for them

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
        headers[Permissions] = $"camera=(), microphone=(), {Never}";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }

    /// <summary>For a page that makes calls, after <see cref="Protect"/>: it may ask for camera and microphone.</summary>
    internal static void AllowCamera(HttpResponse response) =>
        response.Headers[Permissions] = $"camera=(self), microphone=(self), {Never}";
}
