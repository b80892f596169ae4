using Microsoft.AspNetCore.Builder;

namespace LiveFeed.Hosting.Requests;

internal static class ProblemAnswers
{
    /// <summary>Any exception after this middleware is answered as a problem.</summary>
    internal static void UseProblems(this IApplicationBuilder app)
    {
        app.UseExceptionHandler();
        app.UseTruncatedBodies();
    }

    /// <summary>
    /// An answer of the framework without a body becomes a problem. Not for endpoints: ours describe their errors, and those
    /// of an application around the service are its own affair.
    /// </summary>
    internal static void UseStatusProblems(this IApplicationBuilder app) =>
        app.UseStatusCodePages(ExceptionProblems.DescribeStatusAsync);
}
