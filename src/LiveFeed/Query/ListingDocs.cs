using LiveFeed.Access;
using LiveFeed.Http;
using LiveFeed.Http.Docs;
using LiveFeed.Reading;
using LiveFeed.Query.Clients;
using LiveFeed.Query.Topics;

namespace LiveFeed.Query;

/// <summary>Topics and clients, described.</summary>
internal static class ListingDocs
{
    private const string OneClient = """
        {"clientId":"c-5790c37d5314bc1","transport":"sse","topics":["orders/**"],"user":null,
         "since":"2026-01-31T10:00:00.123456+00:00","sent":812,"queued":0,"lag":0}
        """;

    internal static GroupDoc Group { get; } = new("Look", "What is there: topics, their history, and who is connected.");

    internal static EndpointDoc Topics { get; } = new("List topics", "The topics that have retained events and may be followed, by name.")
    {
        Parameters =
        [
            new("pattern", "Only topics that match: a segment `*` is any one segment, a last `**` any rest. Without it, all.") { Example = "orders/**" },
            AccessDocs.Token,
        ],
        Answers =
        [
            new(200, "The topics, sorted by name; none is an empty list.", new BodyDoc(
                BodyDoc.Json, typeof(TopicList), new ExampleDoc("topics", "One topic, followed by three clients", """
                    {"topics":[{"topic":"orders/eu","lastPosition":"c846beefd8-106","lastTime":"2026-01-31T10:00:00.123456+00:00","retained":42,"subscribers":3}]}
                    """))),
            AccessDocs.NoCredentials,
            AnswerDoc.Problem("The pattern is none, or there is more than one.", FeedProblem.At(
                ProblemKind.Invalid, "pattern", "may have '*' only as a whole segment and '**' only as the last one, not 'eu*' as segment 2")),
            QueryDocs.Unavailable,
        ],
    };

    internal static EndpointDoc Clients { get; } = new("List clients", "Who is connected now, and how well each keeps up.")
    {
        Parameters = [AccessDocs.Token],
        Answers =
        [
            new(200, "The clients, the longest connected first.", new BodyDoc(
                BodyDoc.Json, typeof(ClientList), new ExampleDoc("clients", "One client", $$"""{"clients":[{{OneClient}}]}"""))),
            AccessDocs.NoCredentials,
            AccessDocs.MayNotAdminister,
            QueryDocs.Unavailable,
        ],
    };

    internal static EndpointDoc Client { get; } = new("Look at a client", "One connection, and how well it keeps up.")
    {
        Parameters = [ClientId, AccessDocs.Token],
        Answers =
        [
            new(200, "The client.", new BodyDoc(
                BodyDoc.Json, typeof(ClientInfo), new ExampleDoc("client", "A client that has been sent everything", OneClient))),
            AccessDocs.NoCredentials,
            AccessDocs.MayNotAdminister,
            AccessDocs.AuthorityAway,
            NoSuchClient,
        ],
    };

    internal static EndpointDoc PatchClient { get; } = new("Change what a client follows", """
        While its stream is open, and without a hole. Sent by who may follow the topics and is the client's user; by anyone who knows the id of
        a client that is nobody's; or by who may administer. What the additions missed is sent first, as events without `id:`; then the stream
        has `livefeed.subscribed` with the topics and its position, and from there on their events are live.
        """)
    {
        Parameters = [ClientId, AccessDocs.Token],
        Bodies =
        [
            new BodyDoc(BodyDoc.Json, typeof(PatchedSubscription), new ExampleDoc("patch", "One topic from a position on, one no longer", """
                {"subscribe":[{"topic":"orders/**","after":"c846beefd8-106"}],"unsubscribe":["shop/rate"]}
                """)),
        ],
        Answers =
        [
            new(200, "What it follows when the change is complete.", new BodyDoc(
                BodyDoc.Json, typeof(ClientSubscription), new ExampleDoc("topics", "Two topics", """
                    {"clientId":"c-5790c37d5314bc1","topics":["system/**","orders/**"]}
                    """))),
            AccessDocs.NoCredentials,
            AnswerDoc.Problem("These topics may not be followed, or the client is another user's.", new FeedProblem(
                ProblemKind.Forbidden, "This client is another user's.")),
            AnswerDoc.Problem("The body says something that cannot be.", FeedProblem.At(
                ProblemKind.Invalid, "/subscribe/0/after", "must be a position, as a stream gives it")),
            AnswerDoc.Problem("The body is not JSON.", FeedProblem.At(ProblemKind.Malformed, "", "The body must be an object with subscribe and unsubscribe.")),
            AnswerDoc.Problem("Earlier changes of the client are not complete.", new FeedProblem(
                ProblemKind.TooManyRequests, "Earlier changes of this client are not complete: it must read its stream first.")),
            NoSuchClient,
            AccessDocs.AuthorityAway,
        ],
    };

    internal static EndpointDoc EndClient { get; } = new("End a client's stream", """
        Its stream ends with `id: closed` and `livefeed.closing` (`reason` `kicked`, `reconnect` `false`). An `EventSource` comes back
        with that id, is answered 204 and ends for good. The page may still make another.
        """)
    {
        Parameters = [ClientId],
        Answers = [new(204, "Its stream is being ended."), AccessDocs.NoCredentials, AccessDocs.MayNotEnd, NoSuchClient, AccessDocs.AuthorityAway],
    };

    private static ParameterDoc ClientId => new("id", "The `clientId` that `livefeed.connected` and `GET /clients` tell.")
    {
        Place = ParameterPlace.Path,
        Example = "c-5790c37d5314bc1",
    };

    private static AnswerDoc NoSuchClient => AnswerDoc.Problem(
        "No such client is connected (any more).",
        new FeedProblem(ProblemKind.NotFound, "No client 'c-5790c37d5314bc1' is connected."));
}
