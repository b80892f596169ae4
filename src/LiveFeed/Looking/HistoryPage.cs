namespace LiveFeed.Looking;

/// <summary>The answer of <c>GET /history</c>.</summary>
/// <param name="Events">Oldest first; broadcasts only when no topic was asked for.</param>
/// <param name="Next">What to give as <c>after</c> for what follows, now or later.</param>
/// <param name="LeftOut">With <c>newestOfEach</c>: topics for which there was no room.</param>
// Only described by this type: HistoryEndpoint writes it straight to the response.
internal sealed record HistoryPage(IReadOnlyList<HistoryEvent> Events, string Next, int? LeftOut);
