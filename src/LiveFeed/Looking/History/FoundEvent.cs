using LiveFeed.Events;

namespace LiveFeed.Looking.History;

/// <summary>An event that was found.</summary>
/// <param name="Sequence">Where it stands.</param>
/// <param name="Subscription">What finds it.</param>
/// <param name="Frame">The event, while it is held; else it is read again.</param>
internal readonly record struct FoundEvent(long Sequence, Subscription Subscription, EventFrame? Frame);
