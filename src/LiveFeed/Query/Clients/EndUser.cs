using LiveFeed.Access;
using LiveFeed.Access.Authorization;
using LiveFeed.Frames;
using LiveFeed.Http;
using LiveFeed.Hub.Backplane;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace LiveFeed.Query.Clients;

/// <summary><c>DELETE /clients?user=ada</c> ends all streams of a user.</summary>
internal static class EndUser
{
    internal static FeedProblem[] Examples =>
        [.. AccessExamples.NoCredentials, .. AccessExamples.MayNotChange, NoUser, AccessProblems.AuthorityAway];

    private static FeedProblem NoUser => FeedProblem.At(
        ProblemKind.Invalid, "user", "must be given once: the user whose clients are to be ended (the sub of a token)");

    /// <summary>End the streams of a user</summary>
    /// <remarks>
    /// Each ends as with <c>DELETE /clients/{id}</c>: <c>livefeed.closing</c> says <c>kicked</c>, and the client does not
    /// reconnect. Whoever still has a valid token may open another stream: revoke the token first. Clients of API keys have
    /// no user.
    /// </remarks>
    /// <param name="user" example="ada">The <c>sub</c> of the user's token.</param>
    /// <param name="backplane">Knows the clients.</param>
    /// <param name="cancellationToken">When the caller has gone.</param>
    /// <response code="200">How many streams are being ended; none is no error.</response>
    /// <response code="401">
    /// The request needs credentials and has none, or they are not valid (<c>LiveFeed:Access:Anonymous</c>).
    /// </response>
    /// <response code="403">
    /// The credentials do not allow administering. Or a browser sends the request for a page of another site.
    /// </response>
    /// <response code="422">The user is missing, empty, or given more than once.</response>
    /// <response code="503">The authority that signs tokens cannot be reached, and never could since the start.</response>
    internal static async Task<Results<JsonHttpResult<EndedClients>, FeedProblem>> EndClients(
        [FromQuery(Name = "user"), Reads(typeof(string))] string[]? user,
        IBackplane backplane,
        CancellationToken cancellationToken)
    {
        if (user is not [{ Length: > 0 } name])
        {
            return NoUser;
        }

        var ended = await backplane.CloseUserAsync(name, CloseReason.Kicked, cancellationToken);
        return TypedResults.Json(new EndedClients(ended), QueryJson.Default.EndedClients);
    }
}
