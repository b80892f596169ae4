using LiveFeed.Events;
using LiveFeed.Frames;

namespace LiveFeed.Log.Topics;

/// <summary>The part of a stored event that the ledger needs, without its data.</summary>
internal readonly record struct LedgerRow(
    long Sequence, DateTimeOffset Time, TopicName? Topic, string? Key, int Size, bool ForEveryone)
{
    internal static LedgerRow Of(EventFrame frame) => Of(frame, frame.Size);

    /// <param name="frame">The event.</param>
    /// <param name="size">
    /// What retention counts for it: in memory its size, in a file its stored bytes. It must be the same when it goes.
    /// </param>
    internal static LedgerRow Of(EventFrame frame, int size) => Of(frame.Sequence, frame.Event, size);

    internal static LedgerRow Of(long sequence, FeedEvent e, int size) =>
        new(sequence, e.Time, e.Topic, e.Key, size, e.To is null && e.Except.Length == 0);
}
