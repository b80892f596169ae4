using LiveFeed.Streaming.Sse;
using Microsoft.AspNetCore.Builder;

namespace LiveFeed.Hosting.Requests;

internal static class ProblemAnswers
{
    /// <summary>
    /// Whatever goes wrong behind this is answered as a problem, also what the framework answers without a body.
    /// </summary>
    internal static void UseProblems(this IApplicationBuilder app)
    {
        app.UseExceptionHandler();
        app.UseTruncatedBodies();
        app.UseWhen(
            context => !SseEndpoints.IsSubscribe(context.Request), // which describes its own
            others => others.UseStatusCodePages(ExceptionProblems.DescribeStatusAsync));
    }
}
