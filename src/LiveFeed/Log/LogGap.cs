using LiveFeed.Frames;

namespace LiveFeed.Log;

/// <summary>Events that a reader should have had are no longer in the log.</summary>
/// <param name="After">The sequence that the reader has reached.</param>
/// <param name="Before">The first sequence that may still be read.</param>
/// <param name="Reason">Why. After <see cref="GapReason.Epoch"/> the reader goes on in another store.</param>
internal readonly record struct LogGap(long After, long Before, GapReason Reason);
