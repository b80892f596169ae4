using LiveFeed.Events;

namespace LiveFeed.Looking.History;

/// <summary>A part of the history.</summary>
/// <param name="Subscription">Whose events.</param>
/// <param name="After">The sequence before the first.</param>
/// <param name="Through">That of the last.</param>
internal sealed record HistoryRange(Subscription Subscription, long After, long Through);
