using LiveFeed.Http;

namespace LiveFeed.Reading;

/// <summary>The closed set of reasons why a query is refused or ended. It may be sent again after each of them.</summary>
/// <param name="Name">As <c>livefeed.queries.rejected</c> counts it.</param>
/// <param name="Detail">For people.</param>
internal sealed record QueryRefusal(string Name, string Detail)
{
    private const double LeastRetryAfter = 1; // seconds
    private const double MaxRetryAfter = 5;

    internal static QueryRefusal Full { get; } = new(
        "full", "The max number of queries run or wait already (LiveFeed:Limits:Queries).");

    internal static QueryRefusal FullSender { get; } = new(
        "full-sender",
        "The max number of queries of this user, key or address run or wait already (LiveFeed:Limits:QueriesPerSender).");

    internal static QueryRefusal Memory { get; } = new(
        "memory", "All memory for clients is in use (LiveFeed:Limits:HeldBytes).");

    internal static QueryRefusal Timeout { get; } = new(
        "timeout", "The query took too long (LiveFeed:Limits:QueryTimeout). Ask for fewer topics or less time.");

    /// <summary>The log failed after the answer began, for example within an event.</summary>
    internal static QueryRefusal Unreadable { get; } = new("log", "The log cannot be read.");

    /// <summary>The reader took nothing for too long. Nobody is there to get an answer.</summary>
    internal static QueryRefusal Stalled { get; } = new(
        "stalled", "The client did not read the answer (LiveFeed:Limits:QueryStalledAfter).");

    /// <summary>The refusals that get an answer. The others end the connection.</summary>
    internal static IEnumerable<QueryRefusal> Told { get; } = [Full, FullSender, Memory, Timeout];

    internal static IEnumerable<QueryRefusal> All { get; } = [.. Told, Unreadable, Stalled];

    /// <summary>The wait is random, so clients refused at the same time retry at different times.</summary>
    internal FeedProblem ToProblem() => new(ProblemKind.Unavailable, Detail)
    {
        RetryAfter = TimeSpan.FromSeconds(
            LeastRetryAfter + (Random.Shared.NextDouble() * (MaxRetryAfter - LeastRetryAfter))),
    };
}
