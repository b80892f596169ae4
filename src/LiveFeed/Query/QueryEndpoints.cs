using LiveFeed.Access;
using LiveFeed.Access.Authorization;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Http;
using LiveFeed.Http.Docs;
using LiveFeed.Hub;
using LiveFeed.Log;
using LiveFeed.Query.Answers;
using LiveFeed.Query.Clients;
using LiveFeed.Query.History;
using LiveFeed.Query.Series;
using LiveFeed.Query.Topics;
using LiveFeed.Reading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LiveFeed.Query;

/// <summary>What is there: topics, their history, and who is connected.</summary>
internal static class QueryEndpoints
{
    internal static RouteGroupBuilder MapQueryEndpoints(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").Described(ListingDocs.Group);
        group.MapGet("/topics", ListTopics).WithName(nameof(ListTopics)).Described(ListingDocs.Topics);
        group.MapGet("/history", HistoryEndpoint.ReadHistory).WithName(nameof(HistoryEndpoint.ReadHistory)).Described(HistoryDoc.Doc);
        group.MapGet("/history/series", SeriesEndpoint.ReadSeries).WithName(nameof(SeriesEndpoint.ReadSeries)).Described(SeriesDoc.Series);
        group.MapGet("/history/states", SeriesEndpoint.ReadStates).WithName(nameof(SeriesEndpoint.ReadStates)).Described(SeriesDoc.States);
        group.MapGet("/clients", ListClients).AddEndpointFilter<AdminOnly>().WithName(nameof(ListClients)).Described(ListingDocs.Clients);
        group.MapGet("/clients/{id}", GetClient).AddEndpointFilter<AdminOnly>().WithName(nameof(GetClient)).Described(ListingDocs.Client);
        group.MapPatch("/clients/{id}", PatchClient.ChangeSubscription).WithName(nameof(PatchClient.ChangeSubscription)).Described(ListingDocs.PatchClient);
        group.MapDelete("/clients/{id}", EndClient).AddEndpointFilter<AdminOnly>().WithName(nameof(EndClient)).Described(ListingDocs.EndClient);
        return group;
    }

    private static async Task<IResult> ListTopics(
        HttpContext context, IEventLog log, FeedHub hub, AccessPolicy access, QueryLimiter allowance)
    {
        var caller = await access.IdentifyAsync(context);
        var query = new QueryParameters(context.Request.Query);
        var pattern = query.Pattern("pattern") ?? TopicPattern.Everything;
        if ((query.Problem ?? caller.MayFollow([])) is { } problem)
        {
            return problem;
        }

        var topics = log.TopicsAsync(pattern, context.RequestAborted)
            .Where(topic => caller.Rights.Follow(topic.Topic))
            .Select(topic => TopicInfo.Of(topic, hub));
        return await allowance.AnswerAsync(
            context, caller, lease => JsonList.WriteAsync(lease, "topics", topics, QueryJson.Default.TopicInfo));
    }

    private static async Task<IResult> ListClients(HttpContext context, FeedHub hub, AccessPolicy access, QueryLimiter allowance)
    {
        var clients = ClientPages.Of(hub).Select(ClientInfo.Of).ToAsyncEnumerable();
        return await allowance.AnswerAsync(
            context,
            await access.IdentifyAsync(context),
            lease => JsonList.WriteAsync(lease, "clients", clients, QueryJson.Default.ClientInfo));
    }

    private static IResult GetClient(string id, FeedHub hub) =>
        hub.Find(id) is { } client
            ? TypedResults.Json(ClientInfo.Of(client), QueryJson.Default.ClientInfo)
            : PatchClient.NoSuchClient(id);

    private static IResult EndClient(string id, FeedHub hub)
    {
        if (hub.Find(id) is not { } client)
        {
            return PatchClient.NoSuchClient(id);
        }

        client.Close(CloseReason.Kicked);
        return TypedResults.NoContent();
    }
}
