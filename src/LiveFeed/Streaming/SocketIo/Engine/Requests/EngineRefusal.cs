using LiveFeed.Http;
using LiveFeed.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Streaming.SocketIo.Engine.Requests;

/// <summary>
/// Why a request is refused, as the official server says it: <c>{"code":1,"message":"Session ID unknown"}</c>.
/// </summary>
/// <param name="Kind">Gives the status, and the name by which it is counted.</param>
/// <param name="Code">One of the six that clients know.</param>
/// <param name="Message">For people.</param>
internal sealed record EngineRefusal(ProblemKind Kind, int Code, string Message) : IResult
{
    private const int BadRequestCode = 3;
    private const int ForbiddenCode = 4;

    internal static EngineRefusal UnknownTransport { get; } = new(ProblemKind.Malformed, 0, "Transport unknown");

    internal static EngineRefusal UnknownSession { get; } = new(ProblemKind.Malformed, 1, "Session ID unknown");

    internal static EngineRefusal HandshakeMethod { get; } = new(ProblemKind.Malformed, 2, "Bad handshake method");

    internal static EngineRefusal BadRequest { get; } = new(ProblemKind.Malformed, BadRequestCode, "Bad request");

    internal static EngineRefusal OtherVersion { get; } = new(ProblemKind.Malformed, 5, "Unsupported protocol version");

    /// <summary>A client that is refused now comes back later: its library tries again after any error.</summary>
    internal static EngineRefusal NotNow(string why) => new(ProblemKind.Unavailable, ForbiddenCode, why);

    /// <summary>A body that is refused.</summary>
    internal static EngineRefusal Of(FeedProblem problem) => new(problem.Kind, BadRequestCode, problem.Detail);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.RequestServices.GetRequiredService<LiveFeedMetrics>().Rejected(Kind.Name);
        var response = httpContext.Response;
        response.StatusCode = Kind.Status;
        response.Headers.CacheControl = "no-store";
        if (Kind == ProblemKind.Unavailable)
        {
            response.Headers.RetryAfter = "1";
        }

        return response.WriteAsJsonAsync(
            new EngineError(Code, Message), EngineJson.Default.EngineError, "application/json", httpContext.RequestAborted);
    }
}
