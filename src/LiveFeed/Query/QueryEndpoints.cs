using LiveFeed.Access;
using LiveFeed.Access.Authorization;
using LiveFeed.Clients;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Http;
using LiveFeed.Hub.Backplane;
using LiveFeed.Log;
using LiveFeed.Query.Answers;
using LiveFeed.Query.Clients;
using LiveFeed.Query.History;
using LiveFeed.Query.Members;
using LiveFeed.Query.Series;
using LiveFeed.Query.Topics;
using LiveFeed.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace LiveFeed.Query;

/// <summary>Topics, their history, and connected clients.</summary>
/// <response code="401">
/// The request needs credentials and has none, or they are not valid (<c>LiveFeed:Access:Anonymous</c>).
/// </response>
internal static class QueryEndpoints
{
    internal static RouteGroupBuilder MapQueryEndpoints(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Look");
        group.MapGet("/topics", ListTopics).WithName(nameof(ListTopics)).ProducesProblems(
            [.. AccessExamples.NoCredentials, NoPattern, .. QueryExamples.Unavailable]);
        group.MapGet("/history", HistoryEndpoint.ReadHistory)
            .WithName(nameof(HistoryEndpoint.ReadHistory)).ProducesProblems(HistoryEndpoint.Examples);
        group.MapGet("/history/series", SeriesEndpoint.ReadSeries)
            .WithName(nameof(SeriesEndpoint.ReadSeries)).ProducesProblems(SeriesEndpoint.Examples);
        group.MapGet("/history/states", SeriesEndpoint.ReadStates)
            .WithName(nameof(SeriesEndpoint.ReadStates)).ProducesProblems(SeriesEndpoint.Examples);
        group.MapGet("/members", MembersEndpoint.ListMembers).WithName(nameof(MembersEndpoint.ListMembers)).ProducesProblems(
            MembersEndpoint.Examples);
        group.MapGet("/clients", ListClients).AddEndpointFilter<AdminOnly>().WithName(nameof(ListClients)).ProducesProblems(
            [.. AccessExamples.NoCredentials, AccessExamples.MayNotAdminister, .. QueryExamples.Unavailable]);
        group.MapGet("/clients/{id}", GetClient).AddEndpointFilter<AdminOnly>().WithName(nameof(GetClient))
            .Produces<ClientInfo>().ProducesProblems([.. OfOneClient, AccessExamples.MayNotAdminister]);
        group.MapPatch("/clients/{id}", PatchClient.ChangeSubscription).WithName(nameof(PatchClient.ChangeSubscription))
            .Produces<ClientSubscription>().ProducesProblems(PatchClient.Examples);
        group.MapPost("/clients/{id}/token", RenewClient.RenewAccess).WithName(nameof(RenewClient.RenewAccess))
            .Produces<ClientAccess>().ProducesProblems(RenewClient.Examples);
        group.MapDelete("/clients", EndUser.EndClients).OnPoolThread().AddEndpointFilter<AdminOnly>()
            .WithName(nameof(EndUser.EndClients)).Produces<EndedClients>().ProducesProblems(EndUser.Examples);
        group.MapDelete("/clients/{id}", EndClient).AddEndpointFilter<AdminOnly>().WithName(nameof(EndClient))
            .ProducesProblems([.. OfOneClient, .. AccessExamples.MayNotChange]);
        return group;
    }

    private static FeedProblem NoPattern => FeedProblem.At(
        ProblemKind.Invalid,
        "pattern",
        "may have '*' only as a whole segment and '**' only as the last one, not 'eu*' as segment 2");

    private static FeedProblem[] OfOneClient =>
        [.. AccessExamples.NoCredentials, PatchClient.NoSuchClient("c-5790c37d5314bc1"), AccessProblems.AuthorityAway];

    /// <summary>List topics</summary>
    /// <remarks>The topics that have retained events and may be followed, by name.</remarks>
    /// <param name="pattern" example="orders/**">
    /// Only topics that match. A segment <c>*</c> is any one segment, a last <c>**</c> any rest. Without it: all.
    /// </param>
    /// <response code="200">The topics, sorted by name; none is an empty list.</response>
    /// <response code="422">The pattern is none, or there is more than one.</response>
    /// <response code="503">
    /// The max number of queries runs, or they hold the max memory; the log cannot be read; or the authority that signs
    /// tokens could not be reached since the start.
    /// </response>
    private static async Task<Results<StreamedJson<TopicList>, FeedProblem>> ListTopics(
        [FromQuery(Name = "pattern"), Reads(typeof(string))] string[]? pattern,
        HttpContext context,
        IEventLog log,
        IBackplane backplane,
        AccessPolicy access,
        QueryLimiter allowance)
    {
        var caller = await access.IdentifyAsync(context);
        var query = new QueryParameters();
        var wanted = query.Pattern("pattern", pattern) ?? TopicPattern.Everything;
        if ((query.Problem ?? caller.MayFollow([])) is { } problem)
        {
            return problem;
        }

        var topics = log.TopicsAsync(wanted, context.RequestAborted)
            .Where(topic => caller.Rights.Follow(topic.Topic));
        var list = TopicInfo.ListAsync(topics, backplane, context.RequestAborted);
        var refusal = await allowance.AnswerAsync(
            context, caller, lease => JsonList.WriteAsync(lease, "topics", list, QueryJson.Default.TopicInfo));
        return refusal is null ? StreamedJson<TopicList>.Written : refusal;
    }

    /// <summary>List clients</summary>
    /// <remarks>Who is connected now, and how well each keeps up.</remarks>
    /// <response code="200">The clients, the longest connected first.</response>
    /// <response code="403">The credentials are good, but do not allow administering.</response>
    /// <response code="503">
    /// The max number of queries runs, or they hold the max memory; the log cannot be read; or the authority that signs
    /// tokens could not be reached since the start.
    /// </response>
    private static async Task<Results<StreamedJson<ClientList>, FeedProblem>> ListClients(
        HttpContext context, IBackplane backplane, AccessPolicy access, QueryLimiter allowance)
    {
        var clients = backplane.ListClientsAsync(context.RequestAborted);
        var refusal = await allowance.AnswerAsync(
            context,
            await access.IdentifyAsync(context),
            lease => JsonList.WriteAsync(lease, "clients", clients, QueryJson.Default.ClientInfo));
        return refusal is null ? StreamedJson<ClientList>.Written : refusal;
    }

    /// <summary>Look at a client</summary>
    /// <remarks>One connection, and how well it keeps up.</remarks>
    /// <param name="id" example="c-5790c37d5314bc1">
    /// The <c>clientId</c> from <c>livefeed.connected</c> or <c>GET /clients</c>.
    /// </param>
    /// <param name="backplane">Knows the clients.</param>
    /// <param name="cancellationToken">When the caller has gone.</param>
    /// <response code="200">The client.</response>
    /// <response code="403">The credentials are good, but do not allow administering.</response>
    /// <response code="404">No such client is connected (any more).</response>
    /// <response code="503">The authority that signs tokens cannot be reached, and never could since the start.</response>
    private static async Task<Results<JsonHttpResult<ClientInfo>, FeedProblem>> GetClient(
        string id, IBackplane backplane, CancellationToken cancellationToken) =>
        await backplane.FindClientAsync(id, cancellationToken) is { } client
            ? TypedResults.Json(client, QueryJson.Default.ClientInfo)
            : PatchClient.NoSuchClient(id);

    /// <summary>End a client's stream</summary>
    /// <remarks>
    /// Its stream ends with <c>id: closed</c> and <c>livefeed.closing</c> (<c>reason</c> <c>kicked</c>, <c>reconnect</c>
    /// <c>false</c>). An <c>EventSource</c> reconnects with that id, gets 204 and ends for good. The page may open another.
    /// </remarks>
    /// <param name="id" example="c-5790c37d5314bc1">
    /// The <c>clientId</c> from <c>livefeed.connected</c> or <c>GET /clients</c>.
    /// </param>
    /// <param name="backplane">Knows the clients.</param>
    /// <param name="cancellationToken">When the caller has gone.</param>
    /// <response code="204">Its stream is being ended.</response>
    /// <response code="403">
    /// The credentials do not allow administering. Or a browser sends the request for a page of another site.
    /// </response>
    /// <response code="404">No such client is connected (any more).</response>
    /// <response code="503">The authority that signs tokens cannot be reached, and never could since the start.</response>
    private static async Task<Results<NoContent, FeedProblem>> EndClient(
        string id, IBackplane backplane, CancellationToken cancellationToken) =>
        await backplane.CloseClientAsync(id, CloseReason.Kicked, cancellationToken)
            ? TypedResults.NoContent()
            : PatchClient.NoSuchClient(id);
}
