using LiveFeed.Access;
using LiveFeed.Http;
using LiveFeed.Http.Docs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace LiveFeed.Streaming.Sse;

/// <summary>Events go out as server-sent events.</summary>
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
        var (access, admission) = (services.GetRequiredService<AccessPolicy>(), services.GetRequiredService<Admission>());
        var (limits, door) = (services.GetRequiredService<IOptions<LimitsOptions>>().Value, services.GetRequiredService<SseDoor>());
        Func<HttpContext, Task<IResult>> subscribe = context => Subscribe(context, access, admission, limits, door);

        var group = routes.MapGroup("").Described(SubscribeDoc.Group);
        group.MapGet(Path, subscribe).WithName(nameof(Subscribe)).Described(SubscribeDoc.Doc);
        return group;
    }

    private static async Task<IResult> Subscribe(
        HttpContext context, AccessPolicy access, Admission admission, LimitsOptions limits, SseDoor door)
    {
        var caller = await access.IdentifyAsync(context);
        if (SseRequest.IsNotWanted(context.Request))
        {
            return caller.MayFollow([]) ?? (IResult)TypedResults.NoContent();
        }

        var (request, problem) = SseRequest.Read(context.Request, caller, limits);
        problem ??= caller.MayFollow(request!.Join.Topics);
        if (problem is not null)
        {
            return problem;
        }

        var (place, refusal) = admission.Enter(SseRequest.Transport, Sender.Of(context, caller));
        if (refusal is not null)
        {
            return await TurnAway(context, refusal, door);
        }

        using (place)
        {
            await door.ServeAsync(context, request!);
        }

        return Results.Empty;
    }

    // A native EventSource never comes back from any answer but 200; other clients are better served by the true status.
    private static async Task<IResult> TurnAway(HttpContext context, EntryRefusal refusal, SseDoor door)
    {
        if (!AcceptsEventStream(context.Request))
        {
            return new FeedProblem(ProblemKind.Unavailable, refusal.Detail);
        }

        await door.TurnAwayAsync(context, refusal.Reason);
        return Results.Empty;
    }

    private static bool AcceptsEventStream(HttpRequest request) =>
        request.GetTypedHeaders().Accept is not { Count: > 0 } accepted ||
        accepted.Any(type => new MediaTypeHeaderValue(MediaType).IsSubsetOf(type));
}
