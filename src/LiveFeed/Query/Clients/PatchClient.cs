using LiveFeed.Access;
using LiveFeed.Access.Authorization;
using LiveFeed.Access.Limits;
using LiveFeed.Bodies;
using LiveFeed.Clients.Subscribing;
using LiveFeed.Http;
using LiveFeed.Hub.Backplane;
using LiveFeed.Refusals;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace LiveFeed.Query.Clients;

/// <summary>
/// <c>PATCH /clients/{id}</c> changes what a client follows while it is connected. Allowed are the client's own user; for a
/// client without a user, anyone who knows its id; and administrators. The sender must also be allowed to follow the topics.
/// </summary>
internal static class PatchClient
{
    // Topics of 512 characters each with a position, and room to spare.
    private const int MaxBodyBytes = 1 << 20;

    internal static FeedProblem[] Examples =>
    [
        FeedProblem.At(ProblemKind.Malformed, "", "The body must be an object with subscribe and unsubscribe."),
        .. AccessExamples.NoCredentials,
        AccessExamples.MayNotFollow,
        OtherUsers,
        NoSuchClient("c-5790c37d5314bc1"),
        FeedProblem.At(ProblemKind.TooLarge, "", "The body may have at most 1048576 bytes (a change of topics)."),
        FeedProblem.At(ProblemKind.Invalid, "/subscribe/0/after", "must be a position, as a stream gives it"),
        FeedProblem.Of(SubscribeRefusals.TooManyChanges),
        AccessProblems.AuthorityAway,
    ];

    private static Refusal OtherUsers => new(RefusalKind.Forbidden, "This client belongs to another user.");

    /// <summary>Change what a client follows</summary>
    /// <remarks>
    /// While its stream is open, and without a hole. Sent by who may follow the topics and is the client's user; by anyone
    /// who knows the id of a client that is nobody's; or by who may administer. What the additions missed is sent first, as
    /// events without <c>id:</c>; then the stream has <c>livefeed.subscribed</c> with the topics and its position, and from
    /// there on their events are live.
    /// </remarks>
    /// <param name="id" example="c-5790c37d5314bc1">
    /// The <c>clientId</c> from <c>livefeed.connected</c> or <c>GET /clients</c>.
    /// </param>
    /// <param name="context">The request.</param>
    /// <param name="backplane">Knows the clients.</param>
    /// <param name="access">Says who asks.</param>
    /// <param name="bodies">Reads the body.</param>
    /// <param name="limits">How many topics a client may follow.</param>
    /// <response code="200">What it follows when the change is complete.</response>
    /// <response code="400">The body is not JSON, or not an object of this shape.</response>
    /// <response code="401">
    /// The request needs credentials and has none, or they are not valid (<c>LiveFeed:Access:Anonymous</c>).
    /// </response>
    /// <response code="403">These topics may not be followed, or the client is another user's.</response>
    /// <response code="404">No such client is connected (any more).</response>
    /// <response code="413">The body is larger than 1 MiB.</response>
    /// <response code="422">The body says something that cannot be.</response>
    /// <response code="429">Earlier changes of the client are not complete.</response>
    /// <response code="503">The authority that signs tokens cannot be reached, and never could since the start.</response>
    internal static async Task<Results<JsonHttpResult<ClientSubscription>, FeedProblem>> ChangeSubscription(
        string id,
        HttpContext context,
        IBackplane backplane,
        AccessPolicy access,
        BodyReader bodies,
        IOptions<LimitsOptions> limits)
    {
        var caller = await access.IdentifyAsync(context);
        if (caller.MayFollow([]) is { } refused)
        {
            return FeedProblem.Of(refused);
        }

        return await bodies.TakeAsync<JsonHttpResult<ClientSubscription>>(
            context.Request, MaxBodyBytes, "a change of topics", async body =>
        {
            var (change, refusal) = SubscriptionPatch.Read(body.Span, limits.Value);
            refusal ??= caller.MayFollow([.. change!.Added]);
            return refusal is not null
                ? FeedProblem.Of(refusal)
                : await ChangeAsync(id, change!, backplane, caller, limits.Value, context.RequestAborted);
        });
    }

    private static async Task<Results<JsonHttpResult<ClientSubscription>, FeedProblem>> ChangeAsync(
        string id,
        SubscriptionChange change,
        IBackplane backplane,
        Caller caller,
        LimitsOptions limits,
        CancellationToken cancellationToken)
    {
        if (await backplane.FindClientAsync(id, cancellationToken) is not { } client)
        {
            return NoSuchClient(id);
        }

        if (client.User is { } user && caller.User != user && caller.MayAdminister() is not null)
        {
            return FeedProblem.Of(OtherUsers);
        }

        var changed = await backplane.ChangeSubscriptionAsync(
            id, Limited(change, caller), limits.TopicsPerClient, cancellationToken);
        return ProblemOf(changed.Outcome, id, limits) is { } problem
            ? problem
            : TypedResults.Json(new ClientSubscription(id, changed.Topics), QueryJson.Default.ClientSubscription);
    }

    // What the caller adds, the client follows no longer than the caller may.
    private static SubscriptionChange Limited(SubscriptionChange change, Caller caller) => caller.MayAdminister() is null
        ? change
        : change with
        {
            Additions = [.. change.Additions.Select(addition => addition with { Until = caller.Expires })],
        };

    /// <summary>No client has this id.</summary>
    internal static FeedProblem NoSuchClient(string id) => new(ProblemKind.NotFound, $"No client '{id}' is connected.");

    private static FeedProblem? ProblemOf(SubscribeOutcome outcome, string id, LimitsOptions limits) =>
        outcome == SubscribeOutcome.Left ? NoSuchClient(id)
        : SubscribeRefusals.Of(outcome, limits, "/subscribe") is { } refusal ? FeedProblem.Of(refusal)
        : null;
}
