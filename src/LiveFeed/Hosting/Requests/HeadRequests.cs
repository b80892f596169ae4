using LiveFeed.Http;
using LiveFeed.Streaming.Polling;
using LiveFeed.Streaming.Sse;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LiveFeed.Hosting.Requests;

/// <summary>
/// HEAD is answered as GET, and the server leaves out the body: monitors, link checkers and caches send HEAD. The stream has
/// no such answer, because it has no end. Nor has a poll: its answer would take events that nobody reads.
/// </summary>
internal static class HeadRequests
{
    /// <summary>Add it before anything that reads the method. It adds routing itself.</summary>
    internal static void UseHeadAsGet(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            if (HttpMethods.IsHead(context.Request.Method) && !context.Request.Path.StartsWithSegments(SseEndpoints.Path) &&
                !context.Request.Path.StartsWithSegments(PollEndpoints.Path))
            {
                HeadAsGet.Begin(context);
            }

            return next(context);
        });
        app.UseRouting();
    }
}
