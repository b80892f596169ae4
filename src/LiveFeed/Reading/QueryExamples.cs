using LiveFeed.Access;
using LiveFeed.Access.Authorization;
using LiveFeed.Http;

namespace LiveFeed.Reading;

/// <summary>Refusals of queries, as real problems. The descriptions of the endpoints show them.</summary>
internal static class QueryExamples
{
    /// <summary>For queries that read topics.</summary>
    internal static FeedProblem[] OfTopics =>
    [
        .. AccessExamples.NoCredentials,
        AccessExamples.MayNotFollow,
        FeedProblem.At(ProblemKind.Invalid, "topic", "must have 1 to 512 characters, not 0"),
        .. Unavailable,
    ];

    // Without the random wait, so that the document is the same each time.
    internal static FeedProblem[] Unavailable =>
    [
        .. QueryRefusal.Told.Select(refusal => refusal.ToProblem() with { RetryAfter = null }),
        AccessProblems.AuthorityAway,
    ];
}
