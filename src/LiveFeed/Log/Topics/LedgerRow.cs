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
    internal static LedgerRow Of(EventFrame frame, int size) => new(
        frame.Sequence, frame.Event.Time, frame.Event.Topic, frame.Event.Key, size,
        frame.Event.To is null && frame.Event.Except.Length == 0);
}
