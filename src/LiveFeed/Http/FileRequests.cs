using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LiveFeed.Http;

/// <summary>
/// Requests that look at files. They leave the thread that waits for sockets first, since a disk may be slow: others wait
/// for that thread.
/// </summary>
internal static class FileRequests
{
    internal static void UseFileRequests(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        await Task.Yield();
        await next(context);
    });

    internal static TBuilder ForFileRequests<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.AddEndpointFilter(async (context, next) =>
        {
            await Task.Yield();
            return await next(context);
        });
}
