using LiveFeed.Access.Limits;
using LiveFeed.Access.Authorization;
using LiveFeed.Bodies;
using LiveFeed.Http;
using LiveFeed.Http.Docs;
using LiveFeed.Publishing;

namespace LiveFeed.Ingest.Rest;

/// <summary>What the two ways to publish have in common.</summary>
internal static class IngestDocs
{
    internal static GroupDoc Group { get; } = new("Publish", "Events come in.");

    internal static AnswerDoc Conflict { get; } = AnswerDoc.Problem(
        "The id belongs to an event that says something else. Nothing was stored.",
        FeedProblem.At(ProblemKind.IdInUse, "/id", "the id 'order-42-paid' belongs to an event that says something else"));

    internal static AnswerDoc Unavailable { get; } = AnswerDoc.Problem(
        """
        The log cannot take events now: its disk is full or failing, or the service is stopping. What was answered before is safe.
        Or so many bytes of incomplete bodies are held (`LiveFeed:Limits:HeldBytes`) that there is no room for a large one.
        Or the authority that signs tokens cannot be reached, and never could since the start.
        """,
        DiagnosticsAccess.LogAway,
        BodyMemory.NoRoom,
        AccessProblems.AuthorityAway);

    internal static IReadOnlyList<HeaderDoc> RateHeaders { get; } =
    [
        new("RateLimit-Policy", "With `LiveFeed:Limits:PublishPerSecond`: how many events (`q`) in how many seconds (`w`).", "\"publish\";q=100;w=1"),
        new("RateLimit", "With it too: how many events are left (`r`), and the seconds until all are there again (`t`).", "\"publish\";r=40;t=1"),
    ];

    internal static AnswerDoc TooManyRequests { get; } = WithRateHeaders(AnswerDoc.Problem(
        """
        More events than this user, or this address without credentials, may publish a second (`LiveFeed:Limits:PublishPerSecond`; as
        many at once). Nothing was stored. NDJSON is not refused but read as fast as may be.
        """,
        PublishAllowance.Spent(100)));

    internal static AnswerDoc TooSlow { get; } = AnswerDoc.Problem(
        "The body comes at less than `LiveFeed:Limits:BodyRate`. Lines of NDJSON may be far apart, but not the parts of one that is longer than 4 KiB.",
        new FeedProblem(ProblemKind.TooSlow, "Reading the request body timed out due to data arriving too slowly. See MinRequestBodyDataRate."));

    internal static ParameterDoc IdempotencyKey { get; } = new(
        "Idempotency-Key", "The event's id, for producers that set it by header; as the field `id`. For one event only.")
    {
        Place = ParameterPlace.Header,
        MaxLength = EventFields.MaxIdLength,
    };

    internal static ExampleDoc OneStored { get; } = new("stored", "One event, stored", """
        {"accepted":1,"positions":{"first":"c846beefd8-106","last":"c846beefd8-106"},"duplicates":0}
        """);

    internal static ExampleDoc StoredBefore { get; } = new("duplicate", "The same id again: where the event is since the first time", """
        {"accepted":1,"positions":{"first":"c846beefd8-106","last":"c846beefd8-106"},"duplicates":1}
        """);

    internal static ExampleDoc Ephemeral { get; } = new("ephemeral", "An ephemeral event has no position", """
        {"accepted":1,"positions":null,"duplicates":0}
        """);

    private static AnswerDoc WithRateHeaders(AnswerDoc answer) => answer with { Headers = [.. answer.Headers, .. RateHeaders] };
}
