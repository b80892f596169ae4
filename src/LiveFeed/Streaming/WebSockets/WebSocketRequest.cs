using LiveFeed.Access.Authorization;
using LiveFeed.Access.Limits;
using LiveFeed.Access.Tickets;
using LiveFeed.Clients;
using LiveFeed.Http;

namespace LiveFeed.Streaming.WebSockets;

/// <summary>What a client asks for at <c>GET /ws</c>.</summary>
internal sealed record WebSocketRequest(JoinRequest Join, bool Batches)
{
    internal const string Transport = "websocket";

    /// <summary>The ticket's stream is this one, as long as it is open; null without a ticket.</summary>
    internal TicketLease? Ticket { get; init; }

    /// <returns>The request, or the problem with it.</returns>
    internal static (WebSocketRequest? Request, FeedProblem? Problem) Read(
        WebSocketParameters parameters, Caller caller, LimitsOptions limits)
    {
        var query = new QueryParameters();
        var (name, id) = parameters.Resume();
        var request = new WebSocketRequest(
            new JoinRequest
            {
                Transport = Transport,
                Topics = [.. query.Patterns("topic", parameters.Topic, limits.TopicsPerClient)],
                Access = caller.Grant,
                Window = query.Milliseconds("window", parameters.Window, JoinRequest.MaxWindow),
                After = query.Position(name, id),
                Last = query.Number("last", parameters.Last, 0, JoinRequest.MaxLast, otherwise: 0),
            },
            query.Flag("batch", parameters.Batch));
        return query.Problem is null ? (request, null) : (null, query.Problem);
    }
}
