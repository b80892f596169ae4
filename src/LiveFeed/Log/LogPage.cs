using LiveFeed.Frames;

namespace LiveFeed.Log;

/// <summary>One read of a log.</summary>
/// <param name="Frames">What was wanted of it, in the order in which it was read.</param>
/// <param name="Through">
/// The log was read up to this sequence: the next page starts after it, or before it when reading back.
/// </param>
/// <param name="Gap">
/// What is no longer there, told before all of the page's frames. Of expired events, some between may still be there,
/// retained by another rule: the page has them, and a page that begins among them tells the same gap again. A page never
/// crosses a second gap: it ends before it. Always null when reading back.
/// </param>
/// <param name="Conflated">How many wanted events were left out for a later value of their key.</param>
/// <param name="ReachedEnd">There was nothing more to read at that moment.</param>
internal sealed record LogPage(IReadOnlyList<EventFrame> Frames, long Through, LogGap? Gap, int Conflated, bool ReachedEnd);
