using LiveFeed.Access;
using LiveFeed.Access.Limits;
using LiveFeed.Http;
using LiveFeed.Http.Docs;
using LiveFeed.Log;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace LiveFeed.Streaming.Sse;

/// <summary>
/// Events go out as server-sent events. A native <c>EventSource</c> comes back from a cut connection and from an ended answer 200,
/// and never from another status. So only what stays as it is ends it: a request that cannot be read (400, 422), credentials that
/// are missing, bad or not enough (401, 403), a stranger's page or host (403), and 204. Whatever passes is told in a stream of
/// one frame, <c>livefeed.closing</c>: no place, a stop, a log that cannot be read, an authority that cannot be asked, a fault.
/// </summary>
internal static class SseEndpoints
{
    internal const string MediaType = "text/event-stream";

    internal const string Path = "/events";

    /// <summary>Whether it asks for a stream: what is made on its way to one is held as long as the stream lives.</summary>
    internal static bool IsSubscribe(HttpRequest request) => HttpMethods.IsGet(request.Method) && request.Path == Path;

    internal static RouteGroupBuilder MapSseEndpoints(this IEndpointRouteBuilder routes)
    {
        // Found once and not by each request: a stream would hold the scope that its request found them in.
        var services = routes.ServiceProvider;
        var (access, admission) = (services.GetRequiredService<AccessPolicy>(), services.GetRequiredService<ConnectionLimiter>());
        var (limits, transport) = (services.GetRequiredService<IOptions<LimitsOptions>>().Value, services.GetRequiredService<SseTransport>());
        Func<HttpContext, Task<IResult>> subscribe = context => Subscribe(context, access, admission, limits, transport);

        var group = routes.MapGroup("").Described(SubscribeDoc.Group);
        group.MapGet(Path, subscribe).WithName(nameof(Subscribe)).Described(SubscribeDoc.Doc);
        return group;
    }

    private static async Task<IResult> Subscribe(
        HttpContext context, AccessPolicy access, ConnectionLimiter admission, LimitsOptions limits, SseTransport transport)
    {
        try
        {
            return await Admit(context, access, admission, limits, transport);
        }
        catch (Exception e) when (MayBeTurnedAway(context, e))
        {
            transport.Failed(e);
            return await Refuse(context, new FeedProblem(ProblemKind.Unavailable, ConnectionRefusal.Unavailable.Detail), admission, transport);
        }
    }

    private static async Task<IResult> Admit(
        HttpContext context, AccessPolicy access, ConnectionLimiter admission, LimitsOptions limits, SseTransport transport)
    {
        var caller = await access.IdentifyAsync(context);
        if (SseRequest.IsNotWanted(context.Request))
        {
            return caller.MayFollow([]) is { } refused ? await Refuse(context, refused, admission, transport) : TypedResults.NoContent();
        }

        var (request, problem) = SseRequest.Read(context.Request, caller, limits);
        problem ??= caller.MayFollow(request!.Join.Topics);
        if (problem is not null)
        {
            return await Refuse(context, problem, admission, transport);
        }

        var (place, refusal) = admission.Enter(SseRequest.Transport, Sender.Of(context, caller));
        if (refusal is not null)
        {
            return await TurnAway(context, refusal, new FeedProblem(ProblemKind.Unavailable, refusal.Detail), transport);
        }

        using (place)
        {
            await transport.ServeAsync(context, request!);
        }

        return Results.Empty;
    }

    private static Task<IResult> Refuse(HttpContext context, FeedProblem problem, ConnectionLimiter admission, SseTransport transport)
    {
        if (problem.Kind != ProblemKind.Unavailable)
        {
            return Task.FromResult<IResult>(problem);
        }

        admission.Refused(SseRequest.Transport, ConnectionRefusal.Unavailable);
        return TurnAway(context, ConnectionRefusal.Unavailable, problem, transport);
    }

    // Other clients are better served by the true status.
    private static async Task<IResult> TurnAway(HttpContext context, ConnectionRefusal refusal, FeedProblem problem, SseTransport transport)
    {
        if (!AcceptsEventStream(context.Request))
        {
            return problem;
        }

        await transport.TurnAwayAsync(context, refusal.Reason);
        return Results.Empty;
    }

    // Not when its stream has begun (the connection is cut, and it comes back), when it has gone, or for the web server to answer.
    private static bool MayBeTurnedAway(HttpContext context, Exception cause) =>
        !context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested && cause is not BadHttpRequestException &&
        (cause is LogUnavailableException || AcceptsEventStream(context.Request));

    private static bool AcceptsEventStream(HttpRequest request) =>
        request.GetTypedHeaders().Accept is not { Count: > 0 } accepted ||
        accepted.Any(type => new MediaTypeHeaderValue(MediaType).IsSubsetOf(type));
}
