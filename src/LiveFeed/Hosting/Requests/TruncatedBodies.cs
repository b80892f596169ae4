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
    /// <summary>
    /// Add it after what handles exceptions. HTTP/2 needs none of this: each body has a stream, which ends alone.
    /// </summary>
    internal static void UseTruncatedBodies(this IApplicationBuilder app) => app.UseWhen(
        context =>
            (HttpMethods.IsPost(context.Request.Method) || HttpMethods.IsPut(context.Request.Method)) &&
            HttpProtocol.IsHttp11(context.Request.Protocol),
        posts => posts.Use(next => context => RunAsync(next, context)));

    private static async Task RunAsync(RequestDelegate next, HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
            throw;
        }
    }
}
