namespace LiveFeed.Query.Series;

/// <summary>The answer of <c>GET /history/series</c>.</summary>
/// <param name="From">Where the first bucket begins, in milliseconds since 1970.</param>
/// <param name="To">Where the last one ends.</param>
/// <param name="Next">What to give as <c>after</c> or <c>lastEventId</c> for what follows.</param>
/// <param name="Series">By topic.</param>
/// <param name="LeftOut">
/// How many topics, at least, are past the most that one answer has; those without a number may be among them.
/// </param>
internal sealed record SeriesAnswer(long From, long To, string Next, IReadOnlyList<SeriesColumns> Series, int LeftOut);
