using LiveFeed.Access;
using LiveFeed.Access.Authorization;
using LiveFeed.Access.Limits;
using LiveFeed.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace LiveFeed.Streaming.Polling;

/// <summary>
/// Long polling, for clients and networks that take no stream: a request that is answered when there is something. A client
/// that polls reads statuses, so a temporary error is a 503 and no closing.
/// </summary>
internal static class PollEndpoints
{
    internal const string Path = "/poll";

    internal static RouteGroupBuilder MapPollEndpoints(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Subscribe");
        group.MapGet(Path, Poll).WithName(nameof(Poll)).ProducesProblems(Examples);
        return group;
    }

    private static FeedProblem[] Examples =>
    [
        FeedProblem.At(ProblemKind.Malformed, "wait", "must be a whole number from 0 to 60"),
        FeedProblem.At(ProblemKind.Malformed, "after", "must be given with client: the next of its last answer"),
        .. AccessExamples.NoCredentials,
        AccessExamples.MayNotFollow,
        PollAdmission.Kicked("c-5790c37d5314bc1"),
        FeedProblem.At(ProblemKind.Invalid, "topic", "must have 1 to 512 characters, not 0"),
        new(ProblemKind.Unavailable, ConnectionRefusal.Full.Detail),
        new(ProblemKind.Unavailable, ConnectionRefusal.FullUser.Detail),
        new(ProblemKind.Unavailable, ConnectionRefusal.FullAddress.Detail),
        new(ProblemKind.Unavailable, ConnectionRefusal.Unavailable.Detail),
        AccessProblems.AuthorityAway,
    ];

    /// <summary>Follow topics by long polling</summary>
    /// <remarks>
    /// The answer comes as soon as there is something, and is empty when nothing came within <c>wait</c> seconds. Then poll
    /// again with the answer's <c>next</c> as <c>after</c> and its <c>clientId</c> as <c>client</c>:
    ///
    ///     curl 'http://localhost:5080/poll?topic=orders/**'
    ///     curl 'http://localhost:5080/poll?topic=orders/**&amp;after=c846beefd8-106&amp;client=c-5790c37d5314bc1'
    ///
    /// Between two polls the client keeps its place, and events wait for it. If an answer is lost, send the same poll again:
    /// the events come again. Do not look into <c>next</c>: it tells which answer arrived. A client that does not poll for
    /// <c>LiveFeed:Delivery:PollTimeout</c> after its last answer (default 30 s) is ended; it misses nothing that is
    /// retained, because its next poll goes on as a new client after the same position.
    ///
    /// Two polls of one client at once: the older is answered at once, empty.
    /// </remarks>
    /// <response code="200">What came, oldest first, or nothing.</response>
    /// <response code="400">A parameter cannot be read.</response>
    /// <response code="401">
    /// The request needs credentials and has none, or they are not valid (<c>LiveFeed:Access:Anonymous</c>).
    /// </response>
    /// <response code="403">The credentials do not cover all that the client follows.</response>
    /// <response code="404">An administrator has ended this client: it is not to come back.</response>
    /// <response code="422">A topic is not a valid pattern, or there are too many.</response>
    /// <response code="503">
    /// All connections are taken (<c>LiveFeed:Limits:Connections</c>), or all of this user or address; the server stops; the
    /// log cannot be read now; or the authority that signs tokens could not be reached since the start.
    /// </response>
    private static async Task<Results<StreamedJson<PollResult>, FeedProblem>> Poll(
        [AsParameters] PollParameters parameters, HttpContext context, PollAdmission admission) =>
        await admission.AnswerAsync(context, parameters) is { } problem ? problem : StreamedJson<PollResult>.Written;
}
