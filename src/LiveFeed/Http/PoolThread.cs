using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LiveFeed.Http;

/// <summary>
/// Requests that look at files, or at all clients. They leave the thread that waits for sockets first: others wait for it.
/// </summary>
internal static class PoolThread
{
    internal static void UsePoolThread(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        await Task.Yield();
        await next(context);
    });

    internal static TBuilder OnPoolThread<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.AddEndpointFilter(async (context, next) =>
        {
            await Task.Yield();
            return await next(context);
        });
}
