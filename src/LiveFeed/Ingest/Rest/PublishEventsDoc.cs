using LiveFeed.Access;
using LiveFeed.Http;
using LiveFeed.Http.Docs;
using LiveFeed.Publishing;

namespace LiveFeed.Ingest.Rest;

/// <summary><c>POST /events</c>, described.</summary>
internal static class PublishEventsDoc
{
    internal static EndpointDoc Doc { get; } = new("Publish events", """
        One event, an array of events (all or nothing), or a stream of lines, each an event by itself.
        The body may be compressed (`Content-Encoding: gzip`, `br`, `deflate`; one of them); limits count what it is decompressed.
        One that is cut off is never taken for whole.

        When the answer comes, every event has its position, and is as durable as `LiveFeed:Log:Durability` says.
        """)
    {
        Parameters = [IngestDocs.IdempotencyKey],
        Bodies = [OneOrMany, Lines],
        Answers =
        [
            new(202, "Accepted. `rejected` is there only for NDJSON.", new BodyDoc(
                BodyDoc.Json, typeof(PublishAnswer), IngestDocs.OneStored, IngestDocs.StoredBefore, IngestDocs.Ephemeral, SomeRejected)) { Headers = IngestDocs.RateHeaders },
            Malformed,
            AccessDocs.NoCredentials,
            AccessDocs.MayNotPublish,
            IngestDocs.TooSlow,
            IngestDocs.Conflict,
            TooLarge,
            AnswerDoc.Problem("The media type is neither of the two, or the body is not in UTF-8.", FeedProblem.At(
                ProblemKind.UnsupportedType, "Content-Type", "must be application/json (an event or an array of events) or application/x-ndjson (an event a line)")),
            Invalid,
            IngestDocs.TooManyRequests,
            IngestDocs.Unavailable,
        ],
    };

    private static BodyDoc OneOrMany => new(
        BodyDoc.Json,
        typeof(PostedEvent),
        new("one", "One event", """{"topic":"orders/eu","event":"order.paid","data":{"id":42,"total":9.5}}"""),
        new("many", "Several at once, all or nothing", """
            [{"topic":"orders/eu","event":"order.paid","data":{"id":43}},{"topic":"orders/us","event":"order.paid","data":{"id":44}}]
            """),
        new("keyed", "The latest value of a key", """
            {"topic":"metrics/web/rps","event":"metric","key":"metrics/web/rps","data":{"value":812}}
            """),
        new("idempotent", "With an id, so that it may be posted again", """
            {"topic":"orders/eu","event":"order.paid","id":"order-42-paid","data":{"id":42}}
            """),
        new("broadcast", "Without a topic: to every client", """{"event":"notice","data":"maintenance at 22:00"}"""),
        new("to-client", "To one client", """{"to":{"client":"c-5790c37d5314bc1"},"event":"reply","data":{}}"""),
        new("to-user", "To every connection of a user", """{"to":{"user":"ada"},"event":"inbox","data":{"unread":3}}"""),
        new("ephemeral", "Not retained, and not sent back to who caused it", """
            {"topic":"rooms/1","event":"typing","data":{"user":"ada"},"except":["c-5790c37d5314bc1"],"ephemeral":true}
            """))
    {
        OtherShape = typeof(IReadOnlyList<PostedEvent>),
        Description = "An event, or an array of at most 1,000 (`LiveFeed:Limits:BatchEvents`) in at most 16 MiB (`LiveFeed:Limits:BodyBytes`).",
    };

    private static BodyDoc Lines => new(
        IngestEndpoints.Ndjson,
        typeof(string),
        new ExampleDoc("lines", "An event a line", """
            {"topic":"orders/eu","event":"order.paid","data":{"id":45}}
            {"topic":"orders/us","event":"order.paid","data":{"id":46}}

            """))
    {
        Description = """
            Any number of lines, each an event as above; read while it arrives, and each line accepted or refused by itself. Lines may be hours
            apart. Where a body ends early or is read no further (400, 408, 413, 503), the problem has the members of the answer 202 too.
            """,
    };

    private static ExampleDoc SomeRejected => new("partly", "NDJSON of which one line was refused", """
        {"accepted":2,"positions":{"first":"c846beefd8-107","last":"c846beefd8-108"},"duplicates":0,
         "rejected":[{"line":2,"error":"/topic: must have no '*', but has one at index 7: only patterns to follow may"}]}
        """);

    private static AnswerDoc Malformed => AnswerDoc.Problem(
        """
        The body is not well-formed JSON, not UTF-8, or cannot be decompressed (it is cut off, too); or, of NDJSON, no line was accepted.
        Of NDJSON the problem has the members of the answer 202 too.
        """,
        FeedProblem.At(ProblemKind.Malformed, "", "The body is not well-formed JSON. '}' is invalid after a property name."),
        new FeedProblem(ProblemKind.NothingAccepted, "/data: is required: any JSON value, null included")
        {
            Extensions = new Dictionary<string, object?>
            {
                ["accepted"] = 0,
                ["positions"] = null,
                ["duplicates"] = 0,
                ["rejected"] = new[] { new RejectedLine(1, "/data: is required: any JSON value, null included") },
            },
        });

    private static AnswerDoc TooLarge => AnswerDoc.Problem(
        """
        The body, an event's data (2 MiB, `LiveFeed:Limits:EventBytes`) or the number of events in an array is more than is taken. Or, of
        NDJSON, no event was accepted for as many decompressed bytes as a whole body may have: then it is read no further.
        """,
        FeedProblem.At(ProblemKind.TooLarge, "", "The body may have at most 16777216 bytes (LiveFeed:Limits:BodyBytes)."),
        FeedProblem.At(ProblemKind.TooLarge, "/3/data", "may have at most 2097152 bytes (LiveFeed:Limits:EventBytes), not 2097153"));

    private static AnswerDoc Invalid => AnswerDoc.Problem(
        "Well-formed JSON, but not valid events; `errors` has the first of them by JSON pointer. Nothing was stored.",
        FeedProblem.At(ProblemKind.Invalid, "/topik", "is no member of an event: topic, event, data, key, id, to, except and ephemeral are"),
        FeedProblem.At(ProblemKind.Invalid, "/1/topic", "must have 1 to 512 characters, not 0"));
}
