using LiveFeed.Access;
using LiveFeed.Events;
using LiveFeed.Http;
using LiveFeed.Http.Docs;
using LiveFeed.Publishing;

namespace LiveFeed.Ingest.Rest;

/// <summary><c>POST /topics/{topic}</c>, described.</summary>
internal static class PublishToTopicDoc
{
    internal static EndpointDoc Doc { get; } = new("Publish the body as one event", """
        Made for `curl -d`: the body is the event's data, the rest of the event is in the path and the query.

            curl -d '{"id":42}' 'http://localhost:5080/topics/orders/eu?event=order.paid'
        """)
    {
        Parameters =
        [
            new("topic", "The rest of the path, so it may have `/` as it is or as `%2F`: 1 to 512 characters, no control character, white space or `*`.")
            {
                Place = ParameterPlace.Path,
                MaxLength = TopicName.MaxLength,
                Example = "orders/eu",
            },
            new("event", "The event's name; names that begin with `livefeed.` are the server's own.")
            {
                MaxLength = EventFields.MaxNameLength,
                Default = "message",
            },
            new("key", "Makes it the latest value of this key: a client that lags gets only the latest of each key.") { MaxLength = EventFields.MaxKeyLength },
            new("id", "Published twice within the retention window, it is stored once and answered alike.") { MaxLength = EventFields.MaxIdLength },
            new("ephemeral", "Goes to those connected now, is not retained, and has no position.") { Shape = typeof(bool), Default = false },
            IngestDocs.IdempotencyKey,
        ],
        Bodies = [Json, Text, Anything],
        Answers =
        [
            new(202, "Accepted.", new BodyDoc(
                BodyDoc.Json, typeof(PublishAnswer), IngestDocs.OneStored, IngestDocs.StoredBefore, IngestDocs.Ephemeral)) { Headers = IngestDocs.RateHeaders },
            AnswerDoc.Problem(
                "A query parameter or the body cannot be read: not UTF-8, not decompressible, or not JSON although its media type says so.",
                FeedProblem.At(ProblemKind.Malformed, "ephemeral", "must be true or false")),
            AccessDocs.NoCredentials,
            AccessDocs.MayNotPublish,
            IngestDocs.TooSlow,
            IngestDocs.Conflict,
            AnswerDoc.Problem(
                "The body has more than 2 MiB (`LiveFeed:Limits:EventBytes`).",
                FeedProblem.At(ProblemKind.TooLarge, "", "The body may have at most 2097152 bytes (LiveFeed:Limits:EventBytes).")),
            AnswerDoc.Problem(
                "The body is `multipart/…`, as of a form with files.",
                FeedProblem.At(ProblemKind.UnsupportedType, "Content-Type", "is multipart; send the data itself as the body")),
            AnswerDoc.Problem(
                "The topic, event, key or id is not valid; `errors` has them by the JSON pointer that they would have in an event.",
                FeedProblem.At(ProblemKind.Invalid, "/topic", "must have no control character and no white space, but has U+0020 at index 6"),
                FeedProblem.At(ProblemKind.Invalid, "/event", "must not begin with 'livefeed.': these names are the server's own")),
            IngestDocs.TooManyRequests,
            IngestDocs.Unavailable,
        ],
    };

    private static BodyDoc Json => new(
        BodyDoc.Json,
        typeof(object),
        new("object", "An object", """{"id":42,"total":9.5}"""),
        new("number", "A number", "17.5"))
    {
        Description = "Any JSON value.",
    };

    private static BodyDoc Text => new(
        BodyDoc.Text,
        typeof(string),
        new ExampleDoc("text", "Text of two lines", "The first line\nand the second"))
    {
        Description = "Text, without looking whether it is JSON.",
    };

    private static BodyDoc Anything => new(
        "*/*",
        typeof(string),
        new("json", "Becomes JSON", """{"id":42,"total":9.5}"""),
        new("text", "Stays text", "maintenance at 22:00"))
    {
        Description = "Any other type, or none: JSON if it is JSON, else text (UTF-8).",
    };
}
