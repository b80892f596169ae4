using LiveFeed.Events;

namespace LiveFeed.Frames;

/// <summary>An event in its place in the log; an ephemeral one has none.</summary>
/// <param name="e">The event.</param>
/// <param name="position">The position that clients see; null for an ephemeral event.</param>
/// <param name="sequence">Its sequence in the log, as <c>LogEpochs</c> tells; 0 for an ephemeral one.</param>
internal sealed class EventFrame(FeedEvent e, Position? position, long sequence) : Frame(events: 1, sequence, sequence)
{
    internal EventFrame(FeedEvent e, Position? position)
        : this(e, position, position?.Sequence ?? 0)
    {
    }

    internal FeedEvent Event { get; } = e;

    internal Position? Position { get; } = position;

    /// <summary>0 for an ephemeral event.</summary>
    internal long Sequence => LastSequence;

    /// <summary>
    /// <see cref="FeedEvent.Size"/>, kept here: retention removes events that no cache of the processor holds any more.
    /// </summary>
    internal int Size { get; } = e.Size;

    internal override long HeldBytes => 2L * Size;

    internal override int WireBytes => Event.WireBytes;

    /// <summary>A gap of this one event, and a position after it, or a client would come back for it.</summary>
    internal override IEnumerable<Frame> InPlaceOfIt() => Position is not { } at
        ? base.InPlaceOfIt()
        :
        [
            new GapFrame(at with { Sequence = at.Sequence - 1 }, at with { Sequence = at.Sequence + 1 }, GapReason.Lost),
            new HeartbeatFrame(at, Sequence),
        ];
}
