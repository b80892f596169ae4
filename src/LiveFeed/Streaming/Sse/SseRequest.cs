using LiveFeed.Access.Authorization;
using LiveFeed.Access.Limits;
using LiveFeed.Access.Tickets;
using LiveFeed.Clients;
using LiveFeed.Events;
using LiveFeed.Http;
using LiveFeed.Rooms;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace LiveFeed.Streaming.Sse;

/// <summary>What a client asks for at <c>GET /events</c>.</summary>
internal sealed record SseRequest(JoinRequest Join, RoomQuery Rooms, bool Envelope, bool AcceptsGzip)
{
    internal const string Transport = "sse";

    /// <summary>Those of <c>topic=</c>, without those of its rooms.</summary>
    internal IReadOnlyList<TopicPattern> Asked { get; init; } = [];

    /// <summary>The ticket's stream is this one, as long as it is open; null without a ticket.</summary>
    internal TicketLease? Ticket { get; init; }

    /// <returns>The request, or the problem with it.</returns>
    internal static (SseRequest? Request, FeedProblem? Problem) Read(
        SseParameters parameters, HttpRequest http, Caller caller, SseServices services)
    {
        var query = new QueryParameters();
        var topics = query.Patterns("topic", parameters.Topic, services.Limits.TopicsPerClient);
        var rooms = RoomQuery.Read(
            query, parameters.Room, parameters.UserId, parameters.Username, caller, services.Rooms.PerClient);
        var (name, id) = parameters.Resume();
        var request = new SseRequest(
            new JoinRequest
            {
                Transport = Transport,
                Topics = [.. topics, .. rooms.Topics],
                Access = caller.Grant,
                Window = query.Milliseconds("window", parameters.Window, JoinRequest.MaxWindow),
                After = query.Position(name, id),
                Last = query.Number("last", parameters.Last, 0, JoinRequest.MaxLast, otherwise: 0),
            },
            rooms,
            query.Flag("envelope", parameters.Envelope),
            PrefersGzip(http.GetTypedHeaders().AcceptEncoding))
        { Asked = topics };
        return query.Problem is null ? (request, null) : (null, query.Problem);
    }

    /// <summary>The request, with the way into its rooms.</summary>
    internal SseRequest In(RoomService service, Caller caller, Sender sender) =>
        Rooms.Rooms.IsEmpty
            ? this
            : this with { Join = Join with { Entered = Rooms.Entrance(service, caller, sender, Asked) } };

    /// <summary>What a ticket is told of it.</summary>
    internal Resumption ResumptionOf(SseParameters parameters) =>
        new(Join.After, IsInAddress: parameters.Resume().Name != SseParameters.LastEventIdHeader, Join.Topics);

    // RFC 9110, section 12.5.3. "*" is not enough: it names no coding that the client surely reads. The stream then goes
    // uncompressed.
    private static bool PrefersGzip(IList<StringWithQualityHeaderValue> accepted)
    {
        var gzip = Quality("gzip") ?? Quality("x-gzip") ?? 0;
        return gzip > 0 && gzip >= (Quality("identity") ?? 0);

        double? Quality(string coding) => accepted
            .Where(one => one.Value.Equals(coding, StringComparison.OrdinalIgnoreCase))
            .Max(one => (double?)(one.Quality ?? 1));
    }
}
