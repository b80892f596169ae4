using LiveFeed.Streaming.Sse;
using Microsoft.AspNetCore.Builder;

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
            context => !SseEndpoints.IsSubscribe(context.Request), // which describes its own errors
            others => others.UseStatusCodePages(ExceptionProblems.DescribeStatusAsync));
    }
}
