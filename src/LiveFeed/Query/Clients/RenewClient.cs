using LiveFeed.Access;
using LiveFeed.Access.Authorization;
using LiveFeed.Clients.Renewing;
using LiveFeed.Http;
using LiveFeed.Hub.Backplane;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LiveFeed.Query.Clients;

/// <summary>
/// <c>POST /clients/{id}/token</c> lets an open stream go on with newer credentials of the same user. An administrator may
/// not do this for others: the end of a stream is the end of its own user's token.
/// </summary>
internal static class RenewClient
{
    private static readonly DateTimeOffset Until = new(2026, 1, 31, 10, 0, 0, TimeSpan.Zero);

    internal static FeedProblem[] Examples =>
    [
        .. AccessExamples.NoCredentials,
        AccessExamples.MayNotFollow,
        RenewalRefusals.OtherUser,
        PatchClient.NoSuchClient("c-5790c37d5314bc1"),
        RenewalRefusals.Sooner(Until.AddMinutes(-5), Until),
        AccessProblems.AuthorityAway,
    ];

    /// <summary>Renew a client's access</summary>
    /// <remarks>
    /// Before its token expires, an open stream is told by <c>livefeed.expiring</c>. A newer token of the same user lets it
    /// go on without a break. The token is in the header <c>Authorization</c>; there is no body. It must allow all that the
    /// stream follows. What is refused changes nothing: the stream goes on until its own token expires.
    /// </remarks>
    /// <param name="id" example="c-5790c37d5314bc1">The <c>clientId</c> from <c>livefeed.connected</c>.</param>
    /// <param name="context">The request.</param>
    /// <param name="backplane">Knows the clients.</param>
    /// <param name="access">Says who asks.</param>
    /// <response code="200">When the stream's access expires now. The same token again is answered alike.</response>
    /// <response code="401">
    /// The request needs credentials and has none, or they are not valid (<c>LiveFeed:Access:Anonymous</c>).
    /// </response>
    /// <response code="403">
    /// The client is another user's, or the token does not allow all that it follows: <c>forbidden</c> names the topics.
    /// </response>
    /// <response code="404">No such client is connected (any more).</response>
    /// <response code="422">The token expires sooner than the one that the stream has.</response>
    /// <response code="503">The authority that signs tokens cannot be reached, and never could since the start.</response>
    internal static async Task<Results<JsonHttpResult<ClientAccess>, FeedProblem>> RenewAccess(
        string id, HttpContext context, IBackplane backplane, AccessPolicy access)
    {
        var caller = await access.IdentifyAsync(context);
        if (caller.MayFollow([]) is { } refused)
        {
            return FeedProblem.Of(refused);
        }

        var answer = await backplane.RenewAccessAsync(id, caller.Grant, context.RequestAborted);
        if (answer.Outcome == RenewalOutcome.Left)
        {
            return PatchClient.NoSuchClient(id);
        }

        return RenewalRefusals.Of(answer, caller) is { } refusal
            ? FeedProblem.Of(refusal)
            : TypedResults.Json(
                new ClientAccess(id, answer.Expires?.UtcDateTime), QueryJson.Default.ClientAccess);
    }
}
