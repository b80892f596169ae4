using LiveFeed.Streaming.Sse;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LiveFeed.Hosting.Requests;

/// <summary>
/// HEAD is answered as GET, whose body the server then leaves out: monitors, link checkers and caches ask so. The stream is
/// not: its answer has no end.
/// </summary>
internal static class HeadRequests
{
    /// <summary>To be added before what looks at the method; routing follows it.</summary>
    internal static void UseHeadAsGet(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            if (HttpMethods.IsHead(context.Request.Method) && !context.Request.Path.StartsWithSegments(SseEndpoints.Path))
            {
                context.Request.Method = HttpMethods.Get;
            }

            return next(context);
        });
        app.UseRouting();
    }
}
