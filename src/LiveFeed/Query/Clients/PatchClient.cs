using LiveFeed.Access;
using LiveFeed.Access.Authorization;
using LiveFeed.Access.Limits;
using LiveFeed.Bodies;
using LiveFeed.Clients;
using LiveFeed.Http;
using LiveFeed.Hub;
using LiveFeed.Refusals;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace LiveFeed.Query.Clients;

/// <summary>
/// <c>PATCH /clients/{id}</c> changes what a client follows while it is connected. It may be sent by who may follow the topics and is
/// the client's user; by anyone who knows the id of a client that is nobody's; and by who may administer.
/// </summary>
internal static class PatchClient
{
    // Topics of 512 characters each with a position, and room to spare.
    private const int MaxBodyBytes = 1 << 20;

    internal static async Task<IResult> ChangeSubscription(
        string id, HttpContext context, FeedHub hub, AccessPolicy access, BodyReader bodies, IOptions<LimitsOptions> limits)
    {
        var caller = await access.IdentifyAsync(context);
        if (caller.MayFollow([]) is { } refused)
        {
            return FeedProblem.Of(refused);
        }

        return await bodies.TakeAsync(context.Request, MaxBodyBytes, "a change of topics", body =>
        {
            var (patch, refusal) = SubscriptionPatch.Read(body.Span, limits.Value);
            refusal ??= caller.MayFollow([.. patch!.Added]);
            return Task.FromResult(refusal is not null ? FeedProblem.Of(refusal) : Change(id, patch!, hub, caller, limits.Value));
        });
    }

    private static IResult Change(string id, SubscriptionPatch patch, FeedHub hub, Caller caller, LimitsOptions limits)
    {
        if (hub.Find(id) is not { } client)
        {
            return NoSuchClient(id);
        }

        if (client.Subscription.User is { } user && caller.User != user && caller.MayAdminister() is not null)
        {
            return FeedProblem.Of(new Refusal(RefusalKind.Forbidden, "This client is another user's."));
        }

        var outcome = hub.ChangeSubscription(client, patch.Additions, patch.Removals, limits.TopicsPerClient);
        return ProblemOf(outcome, id, limits) is { } problem
            ? problem
            : TypedResults.Json(
                new ClientSubscription(id, [.. client.Changes.Asked.Select(topic => topic.Text)]), QueryJson.Default.ClientSubscription);
    }

    /// <summary>No client has this id.</summary>
    internal static FeedProblem NoSuchClient(string id) => new(ProblemKind.NotFound, $"No client '{id}' is connected.");

    private static FeedProblem? ProblemOf(SubscribeOutcome outcome, string id, LimitsOptions limits) => outcome switch
    {
        SubscribeOutcome.Accepted => null,
        SubscribeOutcome.Left => NoSuchClient(id),
        SubscribeOutcome.TooManyTopics => FeedProblem.At(
            ProblemKind.Invalid,
            "/subscribe",
            $"at most {limits.TopicsPerClient} topics can be followed by one client (LiveFeed:Limits:TopicsPerClient)"),
        _ => new FeedProblem(ProblemKind.TooManyRequests, "Earlier changes of this client are not complete: it must read its stream first."),
    };
}
