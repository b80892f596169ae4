using LiveFeed.Events;

namespace LiveFeed.Frames;

/// <summary>
/// Events that this client may have had coming are no longer retained: those between <paramref name="after"/>, the last
/// it has, and <paramref name="before"/>, the first that could still be read.
/// </summary>
internal sealed class GapFrame(Position after, Position before, GapReason reason) : Frame(events: 0)
{
    internal Position After { get; } = after;

    internal Position Before { get; } = before;

    internal GapReason Reason { get; } = reason;
}
