using LiveFeed.Access.Authorization;
using LiveFeed.Access.Limits;
using LiveFeed.Clients;
using LiveFeed.Events;
using LiveFeed.Http;

namespace LiveFeed.Streaming.Polling;

/// <summary>What a client asks for at <c>GET /poll</c>.</summary>
internal sealed record PollRequest
{
    internal const string Transport = "polling";

    internal const int DefaultWait = 25; // seconds; the common proxies cut off silence after 30 to 60

    internal const int MaxWait = 60;

    private const int MaxClientId = 64;

    /// <summary>What a new client is to be.</summary>
    internal required JoinRequest Join { get; init; }

    /// <summary>The rooms that a new client is in.</summary>
    internal required RoomQuery Rooms { get; init; }

    /// <summary>The client that goes on; null for a new one.</summary>
    internal string? Client { get; init; }

    /// <summary>Those of <c>topic=</c>, without those of its rooms.</summary>
    internal required IReadOnlyList<TopicPattern> Asked { get; init; }

    /// <summary>Its position as it says it; empty without one.</summary>
    internal required string After { get; init; }

    internal TimeSpan Wait { get; init; }

    /// <returns>The request, or the problem with it.</returns>
    internal static (PollRequest? Request, FeedProblem? Problem) Read(
        PollParameters parameters, Caller caller, LimitsOptions limits, int maxRooms)
    {
        var query = new QueryParameters();
        var topics = query.Patterns("topic", parameters.Topic, limits.TopicsPerClient);
        var rooms = RoomQuery.Read(query, parameters.Room, parameters.UserId, parameters.Username, caller, maxRooms);
        var client = query.Text("client", parameters.Client, MaxClientId);
        var request = new PollRequest
        {
            // Each poll has credentials of its own, so no expiry of the first ones ends the client.
            Join = new JoinRequest
            {
                Transport = Transport,
                Topics = [.. topics, .. rooms.Topics],
                Access = caller.Grant with { Expires = null },
                Window = query.Milliseconds("window", parameters.Window, JoinRequest.MaxWindow),
                After = query.Position("after", parameters.After),
                Last = query.Number("last", parameters.Last, 0, JoinRequest.MaxLast, otherwise: 0),
                IsPolled = true,
            },
            Rooms = rooms,
            Asked = topics,
            Client = string.IsNullOrEmpty(client) ? null : client,
            After = parameters.After ?? "",
            Wait = TimeSpan.FromSeconds(query.Number("wait", parameters.Wait, 0, MaxWait, DefaultWait)),
        };
        if (request is { Client: not null, After.Length: 0 })
        {
            query.Fail(ProblemKind.Malformed, "after", "must be given with client: the next of its last answer");
        }

        return query.Problem is null ? (request, null) : (null, query.Problem);
    }
}
