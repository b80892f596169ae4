using System.IO;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace LiveFeed.Hosting.Requests;

/// <summary>
/// Closes the connection after a request whose body breaks off. Kestrel would look for a next request behind it. When the
/// connection ends at that moment, it logs a warning with a trace, so anyone could fill the service's log.
/// </summary>
internal static class TruncatedBodies
{
    /// <summary>Add it after what handles exceptions.</summary>
    internal static void UseTruncatedBodies(this IApplicationBuilder app) => app.Use(next => context =>
    {
        var mayBreakOff = MayBreakOff(context.Request); // asked before: the request may go on upon another thread
        var serving = next(context);
        return mayBreakOff && !serving.IsCompletedSuccessfully ? WatchAsync(serving, context) : serving;
    });

    // HTTP/2 needs none of this: each body has a stream, which ends alone.
    private static bool MayBreakOff(HttpRequest request) =>
        (HttpMethods.IsPost(request.Method) || HttpMethods.IsPut(request.Method)) &&
        HttpProtocol.IsHttp11(request.Protocol);

    private static async Task WatchAsync(Task serving, HttpContext context)
    {
        try
        {
            await serving;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
            throw;
        }
    }
}
