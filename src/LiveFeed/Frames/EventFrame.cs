using LiveFeed.Events;

namespace LiveFeed.Frames;

/// <summary>An event in its place in the log; an ephemeral one has none.</summary>
internal sealed class EventFrame(FeedEvent e, Position? position)
    : Frame(events: 1, position?.Sequence ?? 0, position?.Sequence ?? 0)
{
    internal FeedEvent Event { get; } = e;

    internal Position? Position { get; } = position;

    /// <summary>0 for an ephemeral event.</summary>
    internal long Sequence => LastSequence;

    internal override long HeldBytes => 2L * Event.Size;

    internal override int WireBytes => Event.WireBytes;

    /// <summary>A gap of this one event, and a position after it, or a client would come back for it.</summary>
    internal override IEnumerable<Frame> InPlaceOfIt() => Position is not { } at
        ? base.InPlaceOfIt()
        : [new GapFrame(at with { Sequence = at.Sequence - 1 }, at with { Sequence = at.Sequence + 1 }, GapReason.Lost), new HeartbeatFrame(at)];
}
