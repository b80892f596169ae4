using LiveFeed.Access.Authorization;
using LiveFeed.Http;
using LiveFeed.Http.Docs;

namespace LiveFeed.Reading;

/// <summary>What every query may answer.</summary>
internal static class QueryDocs
{
    /// <summary>With what is said here the request can be sent again.</summary>
    internal static AnswerDoc Unavailable { get; } = AnswerDoc.Problem(
        """
        As many queries are being answered as may be, or they hold as much memory; the log cannot be read; or the authority that signs
        tokens cannot be reached, and never could since the start.
        """,
        [.. QueryRefusal.Told.Select(Fixed), AccessProblems.AuthorityAway]);

    // The same document each time.
    private static FeedProblem Fixed(QueryRefusal refusal) => refusal.ToProblem() with { RetryAfter = null };
}
