using LiveFeed.Events;

namespace LiveFeed.Reading;

/// <summary>A part of the history.</summary>
/// <param name="Subscription">Which events.</param>
/// <param name="After">The sequence before the first.</param>
/// <param name="Through">The sequence of the last.</param>
internal sealed record HistoryRange(Subscription Subscription, long After, long Through);
