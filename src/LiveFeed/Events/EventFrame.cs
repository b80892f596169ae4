namespace LiveFeed.Events;

/// <summary>An event in its place in the log; an ephemeral one has none.</summary>
internal sealed class EventFrame(FeedEvent e, Position? position)
    : Frame(events: 1, position?.Sequence ?? 0, position?.Sequence ?? 0)
{
    internal FeedEvent Event { get; } = e;

    internal Position? Position { get; } = position;

    /// <summary>0 for an ephemeral event.</summary>
    internal long Sequence => LastSequence;
}
