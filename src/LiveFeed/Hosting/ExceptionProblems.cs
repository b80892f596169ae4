using System.IO;
using System.IO.Compression;
using LiveFeed.Access;
using LiveFeed.Http;
using LiveFeed.Log;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace LiveFeed.Hosting;

/// <summary>Exceptions that tell of the request or of the service's state, as problems; the rest are faults (500).</summary>
internal sealed class ExceptionProblems(AccessPolicy access) : IExceptionHandler
{
    private const string LogAway = "The log cannot take or give events now. /healthz/ready tells who runs the service why.";

    /// <summary>Gives faults, which the framework describes, a type of ours.</summary>
    internal static void NameFaults(ProblemDetailsContext context)
    {
        if (context.ProblemDetails.Status == ProblemKind.Fault.Status)
        {
            (context.ProblemDetails.Type, context.ProblemDetails.Title) = (ProblemKind.Fault.Type, ProblemKind.Fault.Title);
        }
    }

    /// <summary>Answers of the framework that have no body, as problems.</summary>
    internal static Task DescribeStatusAsync(StatusCodeContext context) => context.HttpContext.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound =>
            new FeedProblem(ProblemKind.NotFound, $"There is nothing at {context.HttpContext.Request.Path}; /swagger shows what there is.").ExecuteAsync(context.HttpContext),
        StatusCodes.Status405MethodNotAllowed =>
            new FeedProblem(ProblemKind.MethodNotAllowed, $"{context.HttpContext.Request.Path} does not take {context.HttpContext.Request.Method}.").ExecuteAsync(context.HttpContext),
        _ => Task.CompletedTask,
    };

    // What is wrong with a body is told as invalid data; by brotli as an invalid operation, and by zlib, where it cannot do
    // something (a preset dictionary), as an exception that is not public.
    private static bool IsOfDecompression(Exception exception) =>
        exception is InvalidDataException ||
        exception.Source?.StartsWith(typeof(ZLibStream).Assembly.GetName().Name!, StringComparison.Ordinal) == true;

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        BrowserHeaders.NoSniff(httpContext.Response); // headers that were set before the exception are gone
        var problem = exception switch
        {
            LogUnavailableException e => new FeedProblem(ProblemKind.Unavailable, await Operators.IsOneAsync(httpContext, access) ? e.Message : LogAway),
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } e => new FeedProblem(ProblemKind.TooLarge, e.Message),
            BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } e => new FeedProblem(ProblemKind.TooSlow, e.Message),
            BadHttpRequestException e => new FeedProblem(ProblemKind.Malformed, e.Message),
            ConnectionResetException e => new FeedProblem(ProblemKind.Malformed, e.Message), // for nobody; and no fault of the service's
            Exception e when IsOfDecompression(e) => new FeedProblem(ProblemKind.Malformed, $"The body cannot be decompressed: {e.Message}"),
            _ => null,
        };
        if (problem is null)
        {
            return false;
        }

        await problem.ExecuteAsync(httpContext);
        return true;
    }
}
