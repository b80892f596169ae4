using LiveFeed.Access;
using LiveFeed.Events;
using LiveFeed.Http;
using LiveFeed.Http.Docs;
using LiveFeed.Hub;
using LiveFeed.Log;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LiveFeed.Looking;

/// <summary>What is there: topics, their history, and who is connected.</summary>
internal static class LookingEndpoints
{
    internal static RouteGroupBuilder MapLookingEndpoints(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").Described(LookingDocs.Group);
        group.MapGet("/topics", ListTopics).WithName(nameof(ListTopics)).Described(LookingDocs.Topics);
        group.MapGet("/history", HistoryEndpoint.ReadHistory).WithName(nameof(HistoryEndpoint.ReadHistory)).Described(HistoryDoc.Doc);
        group.MapGet("/clients", ListClients).WithName(nameof(ListClients)).Described(LookingDocs.Clients);
        group.MapGet("/clients/{id}", GetClient).WithName(nameof(GetClient)).Described(LookingDocs.Client);
        group.MapDelete("/clients/{id}", EndClient).WithName(nameof(EndClient)).Described(LookingDocs.EndClient);
        return group;
    }

    private static IResult ListTopics(HttpRequest request, IEventLog log, FeedHub hub, AccessPolicy access)
    {
        var query = new QueryReader(request.Query);
        var pattern = query.Pattern("pattern") ?? TopicPattern.Everything;
        if ((query.Problem ?? access.MayFollow([pattern])) is { } problem)
        {
            return problem;
        }

        var topics = log.Topics(pattern);
        return TypedResults.Json(
            new TopicList([.. topics.Select(topic => TopicInfo.Of(topic, hub))]), LookingJson.Default.TopicList);
    }

    private static IResult ListClients(FeedHub hub, AccessPolicy access)
    {
        if (access.MayAdminister() is { } problem)
        {
            return problem;
        }

        var clients = hub.Everyone.Snapshot().OrderBy(client => client.Number).Select(ClientInfo.Of);
        return TypedResults.Json(new ClientList([.. clients]), LookingJson.Default.ClientList);
    }

    private static IResult GetClient(string id, FeedHub hub, AccessPolicy access)
    {
        if (access.MayAdminister() is { } problem)
        {
            return problem;
        }

        return hub.Find(id) is { } client
            ? TypedResults.Json(ClientInfo.Of(client), LookingJson.Default.ClientInfo)
            : NoSuchClient(id);
    }

    private static IResult EndClient(string id, FeedHub hub, AccessPolicy access)
    {
        if (access.MayAdminister() is { } problem)
        {
            return problem;
        }

        if (hub.Find(id) is not { } client)
        {
            return NoSuchClient(id);
        }

        client.Close(CloseReason.Kicked);
        return TypedResults.NoContent();
    }

    private static FeedProblem NoSuchClient(string id) => new(ProblemKind.NotFound, $"No client '{id}' is connected.");
}
