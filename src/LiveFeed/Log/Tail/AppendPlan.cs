using LiveFeed.Events;
using LiveFeed.Frames;

namespace LiveFeed.Log.Tail;

/// <summary>
/// What a batch becomes: a receipt for each event, and the new frames with their positions. Made before anything is stored,
/// so that a conflict anywhere in the batch changes nothing. The caller holds the log's lock.
/// </summary>
internal sealed record AppendPlan(Receipt[] Receipts, List<EventFrame> New)
{
    /// <param name="events">The batch; none ephemeral.</param>
    /// <param name="epoch">The epoch of the new positions.</param>
    /// <param name="last">The last sequence given so far.</param>
    /// <param name="find">Finds the retained event of an id.</param>
    internal static AppendPlan Make(
        IReadOnlyList<FeedEvent> events, string epoch, long last, Func<string, EventFrame?> find)
    {
        var receipts = new Receipt[events.Count];
        var added = new List<EventFrame>(events.Count);
        Dictionary<string, EventFrame>? idsOfThisBatch = null;
        for (var i = 0; i < events.Count; i++)
        {
            var e = events[i];
            if (e.Id is { } id && (idsOfThisBatch?.GetValueOrDefault(id) ?? find(id)) is { } known)
            {
                if (!known.Event.SaysTheSameAs(e))
                {
                    throw new IdempotencyConflictException(i, id);
                }

                receipts[i] = new Receipt(known.Position!.Value, Duplicate: true);
                continue;
            }

            var frame = new EventFrame(e, new Position(epoch, ++last));
            added.Add(frame);
            receipts[i] = new Receipt(frame.Position!.Value, Duplicate: false);
            if (e.Id is not null)
            {
                (idsOfThisBatch ??= [])[e.Id] = frame;
            }
        }

        return new AppendPlan(receipts, added);
    }
}
