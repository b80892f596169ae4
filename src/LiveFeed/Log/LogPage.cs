using LiveFeed.Events;

namespace LiveFeed.Log;

/// <summary>One read of a log.</summary>
/// <param name="Frames">What was wanted of it, in the order in which it was read.</param>
/// <param name="Through">The log was read up to this sequence: the next page starts after it, or before it when reading back.</param>
/// <param name="Trimmed">At that moment, events up to this sequence were no longer retained; 0 when none was ever trimmed.</param>
/// <param name="Conflated">How many wanted events were left out for a later value of their key.</param>
/// <param name="ReachedEnd">There was nothing more to read at that moment.</param>
internal sealed record LogPage(IReadOnlyList<EventFrame> Frames, long Through, long Trimmed, int Conflated, bool ReachedEnd);
