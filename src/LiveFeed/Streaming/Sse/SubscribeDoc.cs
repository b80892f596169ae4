using LiveFeed.Clients;
using LiveFeed.Access;
using LiveFeed.Access.Limits;
using LiveFeed.Access.Authorization;
using LiveFeed.Http;
using LiveFeed.Http.Docs;

namespace LiveFeed.Streaming.Sse;

/// <summary><c>GET /events</c>, described.</summary>
internal static class SubscribeDoc
{
    internal static GroupDoc Group { get; } = new("Subscribe", "Events go out as they come in.");

    internal static EndpointDoc Doc { get; } = new("Follow topics as server-sent events", """
        The stream begins with `livefeed.connected`, goes on with what is retained after the given position, then with what is
        published from now on, in order. A client that lags is sent only the latest event of each key, and all without one.
        `id` is the position to resume after; an `EventSource` sends it by itself.

            curl -N 'http://localhost:5080/events?topic=orders/**'

        | the server's own events | data | when |
        | --- | --- | --- |
        | `livefeed.connected` | `clientId`, `position`, `resumed`, `heartbeat`: ms of silence at most | first |
        | `livefeed.gap` | `after`, `before`, `reason`: `expired`, `epoch` or `lost` | events that this client should have had are no longer there: trimmed, of another log, or lost in a crash or with an older copy of the log |
        | `livefeed.closing` | `reason`, `reconnect` | last, before the server ends the stream: `shutdown`, `full`, `unavailable` (what it is to have, or who it is, cannot be found out now), `lifetime`, `kicked`, or `expired` as its token has |

        A comment (`:`) is sent when nothing else was for `LiveFeed:Delivery:Heartbeat`. The stream does not end, so a page that waits
        for the end of an answer, as this one does, shows nothing; use `curl -N` or an `EventSource`.
        """)
    {
        Parameters =
        [
            new("topic", """
                Topics or patterns to follow, at most 100 (`LiveFeed:Limits:TopicsPerClient`); in a pattern a segment `*` is any one
                segment, a last `**` any rest. Without it, only what is broadcast or sent to this client.
                """)
            {
                Shape = typeof(string[]),
                Example = new[] { "orders/**" },
            },
            Resume("Last-Event-ID", "Resume after this position, as an event's `id` gave it. Wins over the query.", ParameterPlace.Header),
            Resume("lastEventId", "Resume after this position, for clients that cannot set headers."),
            Resume("last_event_id", "Another name of `lastEventId`, which wins over it."),
            new("last", """
                Without a position: first send up to this many retained events, oldest first; of events with a key, the latest
                of each key. `1` with keyed events is what a dashboard begins with.
                """)
            {
                Shape = typeof(int),
                Default = 0,
                Least = 0,
                Most = JoinRequest.MaxLast,
            },
            new("envelope", "`data` is `{\"topic\",\"event\",\"time\",\"data\"}` on one line instead of the bare data, for clients that follow many topics.")
            {
                Shape = typeof(bool),
                Default = false,
            },
            AccessDocs.Token,
        ],
        Answers =
        [
            Stream,
            new(204, """
                Its last id is `closed`, which a stream that is not to come back (`reason` `kicked`) is told before `livefeed.closing`. An
                `EventSource` that gets this answer ends for good.
                """),
            AnswerDoc.Problem(
                "A parameter cannot be read.",
                FeedProblem.At(ProblemKind.Malformed, "Last-Event-ID", "is no position: expected <epoch>-<sequence> as an event's id or an answer gave it")),
            AccessDocs.NoCredentials,
            AccessDocs.MayNotFollow,
            AnswerDoc.Problem(
                "A topic is no pattern, or there are too many.",
                FeedProblem.At(ProblemKind.Invalid, "topic", "must have 1 to 512 characters, not 0")),
            AnswerDoc.Problem(
                """
                All connections are taken (`LiveFeed:Limits:Connections`), or all that one user or address may have, or the server
                is stopping, or what the client asks for cannot be read now, or the authority that signs tokens cannot be reached, and never could
                since the start. Only for clients whose `Accept` leaves out `text/event-stream`.
                """,
                new FeedProblem(ProblemKind.Unavailable, ConnectionRefusal.Full.Detail),
                new FeedProblem(ProblemKind.Unavailable, ConnectionRefusal.FullUser.Detail),
                new FeedProblem(ProblemKind.Unavailable, ConnectionRefusal.FullAddress.Detail),
                new FeedProblem(ProblemKind.Unavailable, ConnectionRefusal.Unavailable.Detail),
                AccessProblems.AuthorityAway),
        ],
    };

    private static AnswerDoc Stream => new(
        200,
        """
        The stream. When the server is full or stopping, or cannot serve this client now, it has `retry` and `livefeed.closing` only and
        ends, as an `EventSource` would never come back from another status.
        """,
        new BodyDoc(
            SseEndpoints.MediaType,
            typeof(string),
            new("stream", "JSON, text of two lines, a heartbeat, and the end", """
                retry: 2114
                event: livefeed.connected
                id: c846beefd8-105
                data: {"clientId":"c-5790c37d5314bc1","position":"c846beefd8-105","resumed":false,"heartbeat":15000}

                id: c846beefd8-106
                event: order.paid
                data: {"id":42,"total":9.5}

                id: c846beefd8-107
                data: The first line
                data: and the second

                :
                id: c846beefd8-240

                event: livefeed.closing
                data: {"reason":"shutdown","reconnect":true}


                """),
            new("envelope", "With envelope=true", """
                id: c846beefd8-106
                event: order.paid
                data: {"topic":"orders/eu","event":"order.paid","time":"2026-01-31T10:00:00.1234567Z","data":{"id":42,"total":9.5}}


                """),
            new("full", "Turned away", """
                retry: 2730
                event: livefeed.closing
                data: {"reason":"full","reconnect":true}


                """)))
    {
        Headers =
        [
            new("Cache-Control", "Nothing between may keep or rewrite the stream.", "no-cache, no-transform"),
            new("X-Accel-Buffering", "Tells nginx to pass on each byte at once.", "no"),
            new("Content-Encoding", "Only to clients whose `Accept-Encoding` names gzip (`LiveFeed:Delivery:Compression`); each event can be read at once.", "gzip"),
            new("Vary", "Where streams are compressed for who accepts it.", "Accept-Encoding"),
        ],
    };

    private static ParameterDoc Resume(string name, string description, ParameterPlace place = ParameterPlace.Query) =>
        new(name, $"{description} For example `c846beefd8-106`.") { Place = place };
}
