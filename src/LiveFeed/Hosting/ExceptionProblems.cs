using LiveFeed.Http;
using LiveFeed.Log;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace LiveFeed.Hosting;

/// <summary>Exceptions that tell of the request or of the service's state, as problems; the rest are faults (500).</summary>
internal sealed class ExceptionProblems : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = exception switch
        {
            LogUnavailableException e => new FeedProblem(ProblemKind.Unavailable, e.Message),
            BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } e => new FeedProblem(ProblemKind.TooLarge, e.Message),
            BadHttpRequestException e => new FeedProblem(ProblemKind.Malformed, e.Message),
            System.IO.InvalidDataException e => new FeedProblem(ProblemKind.Malformed, $"The body cannot be decompressed: {e.Message}"),
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
