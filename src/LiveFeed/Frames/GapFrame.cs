using LiveFeed.Events;

namespace LiveFeed.Frames;

/// <summary>
/// Events for this client may have been lost: those after <paramref name="after"/>, the last that it has, and before
/// <paramref name="before"/>, the first that can still be read.
/// </summary>
internal sealed class GapFrame(Position after, Position before, GapReason reason) : Frame(events: 0)
{
    internal Position After { get; } = after;

    internal Position Before { get; } = before;

    internal GapReason Reason { get; } = reason;

    /// <summary>Who has been told of it goes on after this.</summary>
    internal Position Last => Before with { Sequence = Before.Sequence - 1 };
}
