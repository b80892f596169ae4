using LiveFeed.Streaming.SocketIo.Engine;
using LiveFeed.Streaming.Sse;
using LiveFeed.Streaming.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LiveFeed.Hosting.Requests;

internal static class ProblemAnswers
{
    /// <summary>
    /// Any error after this middleware is answered as a problem, also an answer of the framework without a body.
    /// </summary>
    internal static void UseProblems(this IApplicationBuilder app)
    {
        app.UseExceptionHandler();
        app.UseTruncatedBodies();
        app.UseWhen(
            context => !DescribesItsErrors(context.Request),
            others => others.UseStatusCodePages(ExceptionProblems.DescribeStatusAsync));
    }

    // A stream would hold the middleware's objects as long as it lives.
    private static bool DescribesItsErrors(HttpRequest request) =>
        SseEndpoints.IsSubscribe(request) || WebSocketEndpoints.IsOpen(request) ||
        request.HttpContext.GetEndpoint()?.Metadata.GetMetadata<EnginePath>() is not null;
}
