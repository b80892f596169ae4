namespace LiveFeed.Query.History;

/// <summary>The answer of <c>GET /history</c>.</summary>
/// <param name="Events">Oldest first; broadcasts only when no topic was asked for.</param>
/// <param name="Next">What to give as <c>after</c> for what follows, now or later.</param>
/// <param name="LeftOut">With <c>newestOfEach</c>: topics for which there was no room.</param>
/// <param name="Gap">
/// Where events are no longer there that who asks for what is <c>after</c> a position would have had; else left out.
/// </param>
// This type only describes the JSON: HistoryAnswer writes it straight to the response.
internal sealed record HistoryPage(IReadOnlyList<HistoryEvent> Events, string Next, int? LeftOut, HistoryGap? Gap);
