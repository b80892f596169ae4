using LiveFeed.Events;

namespace LiveFeed.Log;

/// <summary>
/// An event's place in the log; <paramref name="Duplicate"/> when an earlier publish of the same id got it.
/// </summary>
internal readonly record struct Receipt(Position Position, bool Duplicate);
