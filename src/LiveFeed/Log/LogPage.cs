using LiveFeed.Frames;

namespace LiveFeed.Log;

/// <summary>One read of a log.</summary>
/// <param name="Frames">The wanted events, in the order of reading.</param>
/// <param name="Through">
/// The log was read up to this sequence: the next page starts after it, or before it when reading back.
/// </param>
/// <param name="Gap">
/// Lost events, before all of the page's frames. Another rule may still retain some of the events within a gap of expired
/// events: the page has them, and a page that begins among them has the same gap again. A page ends before a second gap.
/// Always null when reading back.
/// </param>
/// <param name="Conflated">How many wanted events were left out because their key has a later value.</param>
/// <param name="ReachedEnd">There was nothing more to read at that moment.</param>
internal sealed record LogPage(IReadOnlyList<EventFrame> Frames, long Through, LogGap? Gap, int Conflated, bool ReachedEnd);
