using System.IO;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace LiveFeed.Hosting.Requests;

/// <summary>
/// A request whose body breaks off is the last of its connection. Kestrel would look for a next one behind it, and where the
/// connection ends in the same moment it warns of that with a trace, so that anyone could fill the service's log.
/// </summary>
internal static class TruncatedBodies
{
    /// <summary>To be added after what handles exceptions. HTTP/2 has a stream for each body, which ends alone.</summary>
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
