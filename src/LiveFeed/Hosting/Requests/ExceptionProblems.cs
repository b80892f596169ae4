using LiveFeed.Access;
using LiveFeed.Access.Authorization;
using LiveFeed.Bodies;
using LiveFeed.Http;
using LiveFeed.Log;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LiveFeed.Hosting.Requests;

/// <summary>Answers exceptions about the request or the service's state as problems; all others are faults (500).</summary>
internal sealed class ExceptionProblems(AccessPolicy access) : IExceptionHandler
{
    /// <summary>Gives our problem type to faults, which the framework describes.</summary>
    internal static void NameFaults(ProblemDetailsContext context)
    {
        if (context.ProblemDetails.Status == ProblemKind.Fault.Status)
        {
            (context.ProblemDetails.Type, context.ProblemDetails.Title) = (ProblemKind.Fault.Type, ProblemKind.Fault.Title);
        }
    }

    /// <summary>Turns answers of the framework without a body into problems.</summary>
    internal static Task DescribeStatusAsync(StatusCodeContext context) => context.HttpContext.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound =>
            new FeedProblem(
                ProblemKind.NotFound,
                $"There is nothing at {TargetOf(context.HttpContext)}. /swagger lists all paths.")
                .ExecuteAsync(context.HttpContext),
        StatusCodes.Status405MethodNotAllowed =>
            new FeedProblem(
                ProblemKind.MethodNotAllowed,
                $"{TargetOf(context.HttpContext)} does not take {context.HttpContext.Request.Method}.")
                .ExecuteAsync(context.HttpContext),
        StatusCodes.Status416RangeNotSatisfiable =>
            new FeedProblem(
                ProblemKind.OutOfRange,
                $"{TargetOf(context.HttpContext)} has no byte of the asked Range. Content-Range has its length.")
                .ExecuteAsync(context.HttpContext),
        _ => Task.CompletedTask,
    };

    // OPTIONS * has no path.
    private static string TargetOf(HttpContext context) =>
        context.Request.Path is { HasValue: true } path
            ? path.ToUriComponent()
            : context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        BrowserHeaders.NoSniff(httpContext.Response); // headers set before the exception are gone
        var refusal = exception is LogUnavailableException unavailable
            ? DiagnosticsAccess.RefusalOf(unavailable)
            : BodyErrors.RefusalOf(exception);
        if (refusal is null)
        {
            return false;
        }

        await (await DiagnosticsAccess.ProblemOfAsync(refusal, httpContext, access)).ExecuteAsync(httpContext);
        return true;
    }
}
