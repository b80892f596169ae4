using LiveFeed.Events;

namespace LiveFeed.Log;

/// <summary>The part of a stored event that the ledger needs, without its data.</summary>
internal readonly record struct LedgerRow(
    long Sequence, DateTimeOffset Time, TopicName? Topic, string? Key, int Size, bool ForEveryone)
{
    internal static LedgerRow Of(EventFrame frame) => new(
        frame.Sequence, frame.Event.Time, frame.Event.Topic, frame.Event.Key, frame.Event.Size,
        frame.Event.To is null && frame.Event.Except.Length == 0);
}
