using LiveFeed.Http;

namespace LiveFeed.Reading;

/// <summary>The closed set of reasons why a query is refused or ended; it may be sent again with each.</summary>
/// <param name="Name">As <c>livefeed.queries.rejected</c> counts it.</param>
/// <param name="Detail">For people.</param>
internal sealed record QueryRefusal(string Name, string Detail)
{
    private const double LeastRetryAfter = 1; // seconds
    private const double MostRetryAfter = 5;

    internal static QueryRefusal Full { get; } = new(
        "full", "As many queries are being answered, and wait, as may be (LiveFeed:Limits:Queries).");

    internal static QueryRefusal FullSender { get; } = new(
        "full-sender",
        "As many queries of this user, key or address are being answered, and wait, as may be " +
        "(LiveFeed:Limits:QueriesPerSender).");

    internal static QueryRefusal Memory { get; } = new(
        "memory", "What may be held in memory for clients is in use (LiveFeed:Limits:HeldBytes).");

    internal static QueryRefusal Timeout { get; } = new(
        "timeout", "This takes longer than a query may (LiveFeed:Limits:QueryTimeout): ask for fewer topics or less time.");

    /// <summary>Half of an event was sent; the other half cannot be read.</summary>
    internal static QueryRefusal Unreadable { get; } = new("log", "The log cannot be read.");

    /// <summary>Its reader took nothing for too long; there is nobody to tell.</summary>
    internal static QueryRefusal Stalled { get; } = new(
        "stalled", "The answer was not read (LiveFeed:Limits:QueryStalledAfter).");

    /// <summary>Those that are answered; with the others the connection ends.</summary>
    internal static IEnumerable<QueryRefusal> Told { get; } = [Full, FullSender, Memory, Timeout];

    internal static IEnumerable<QueryRefusal> All { get; } = [.. Told, Unreadable, Stalled];

    /// <summary>Those who are refused together come back apart.</summary>
    internal FeedProblem ToProblem() => new(ProblemKind.Unavailable, Detail)
    {
        RetryAfter = TimeSpan.FromSeconds(
            LeastRetryAfter + (Random.Shared.NextDouble() * (MostRetryAfter - LeastRetryAfter))),
    };
}
