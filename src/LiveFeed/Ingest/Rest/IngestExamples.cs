using LiveFeed.Access;
using LiveFeed.Access.Authorization;
using LiveFeed.Access.Limits;
using LiveFeed.Bodies;
using LiveFeed.Http;
using LiveFeed.Publishing;

namespace LiveFeed.Ingest.Rest;

/// <summary>Refusals of events, as real problems. The descriptions of the endpoints show them.</summary>
internal static class IngestExamples
{
    private const string NoData = "/data: is required: any JSON value, null included";

    internal static FeedProblem[] OfEvents =>
    [
        FeedProblem.At(ProblemKind.Malformed, "", "The body is not well-formed JSON. '}' is invalid after a property name."),
        NothingAccepted,
        .. AccessExamples.NoCredentials,
        .. AccessExamples.MayNotPublish,
        FeedProblem.At(ProblemKind.TooLarge, "", "The body may have at most 16777216 bytes (LiveFeed:Limits:BodyBytes)."),
        FeedProblem.At(
            ProblemKind.TooLarge, "/3/data", "may have at most 2097152 bytes (LiveFeed:Limits:EventBytes), not 2097153"),
        OtherType,
        FeedProblem.At(ProblemKind.Invalid, "/topik", EventFields.NoMember),
        FeedProblem.At(ProblemKind.Invalid, "/1/topic", "must have 1 to 512 characters, not 0"),
        .. OfBoth,
    ];

    internal static FeedProblem[] OfTopic =>
    [
        FeedProblem.At(ProblemKind.Malformed, "ephemeral", "must be true or false"),
        .. AccessExamples.NoCredentials,
        .. AccessExamples.MayNotPublish,
        FeedProblem.At(ProblemKind.TooLarge, "", "The body may have at most 2097152 bytes (LiveFeed:Limits:EventBytes)."),
        FeedProblem.At(ProblemKind.UnsupportedType, "Content-Type", "is multipart; send the data itself as the body"),
        FeedProblem.At(
            ProblemKind.Invalid, "/topic", "must have no control character and no white space, but has U+0020 at index 6"),
        FeedProblem.At(ProblemKind.Invalid, "/event", "must not begin with 'livefeed.': these names are the server's own"),
        .. OfBoth,
    ];

    /// <summary>Of <c>POST /events</c>.</summary>
    internal static FeedProblem OtherType { get; } = FeedProblem.At(
        ProblemKind.UnsupportedType,
        "Content-Type",
        $"must be {IngestEndpoints.Json} (an event or an array of events) or {IngestEndpoints.Ndjson} (an event a line); " +
        "for curl -d there is POST /topics/{topic}");

    private static FeedProblem[] OfBoth =>
    [
        new(
            ProblemKind.TooSlow,
            "Reading the request body timed out due to data arriving too slowly. See MinRequestBodyDataRate."),
        FeedProblem.At(ProblemKind.IdInUse, "/id", "the id 'order-42-paid' belongs to an event that says something else"),
        PublishAllowance.Spent(100),
        DiagnosticsAccess.LogAway,
        BodyMemory.NoRoom,
        AccessProblems.AuthorityAway,
    ];

    private static FeedProblem NothingAccepted => new(ProblemKind.NothingAccepted, NoData)
    {
        Extensions = new Dictionary<string, object?>
        {
            ["accepted"] = 0,
            ["positions"] = null,
            ["duplicates"] = 0,
            ["rejected"] = new[] { new RejectedLine(1, NoData) },
        },
    };
}
