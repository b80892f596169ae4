namespace LiveFeed.Events;

/// <summary>An event in its place in the log; an ephemeral one has none.</summary>
internal sealed class EventFrame(FeedEvent e, Position? position) : Frame
{
    internal FeedEvent Event { get; } = e;

    internal Position? Position { get; } = position;

    /// <summary>0 for an ephemeral event, so it is never behind or ahead of anything.</summary>
    internal long Sequence => Position?.Sequence ?? 0;
}
