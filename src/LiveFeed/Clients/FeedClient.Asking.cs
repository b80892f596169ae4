using LiveFeed.Clients.Subscribing;
using LiveFeed.Events;
using LiveFeed.Frames;

namespace LiveFeed.Clients;

/// <summary>
/// Asking for changes of what the client follows, by any thread, and what an addition begins with
/// (<see cref="SubscriptionAddition.Opening"/>). Such an addition is followed from the write on that brings these frames.
/// Its back-fill must then be complete before anything else is read: the cursor stays, and what is offered waits in the
/// queue.
/// </summary>
internal sealed partial class FeedClient
{
    /// <summary>As <see cref="SubscriptionChanges.Ask"/>. The client must then be nudged.</summary>
    internal SubscribeOutcome AskFor(
        IReadOnlyList<SubscriptionAddition> additions,
        IReadOnlyList<TopicPattern> removals,
        int limit,
        TaskCompletionSource<bool>? done)
    {
        var bytes = additions.Sum(addition => addition.OpeningBytes);
        if (!TryReserveTold(bytes, fitsAlone: true)) // the state of a room with many members may be large
        {
            return SubscribeOutcome.TooManyChanges;
        }

        var outcome = Changes.Ask(additions, removals, _log.Head, limit, done);
        if (outcome != SubscribeOutcome.Accepted)
        {
            ReleaseTold(bytes);
        }
        else if (_hasLeft)
        {
            LeaveChanges(); // it left before there were any
        }
        else if (additions.Min(addition => addition.Until) is { } until)
        {
            Access.EndBy(until);
        }

        return outcome;
    }

    /// <summary>
    /// It has left a room, whose topics it follows no longer, unless it has asked for them, too.
    /// </summary>
    internal void LeaveRoom(IReadOnlyList<TopicPattern> topics)
    {
        Changes.LeaveRoom(topics);
        Nudge();
    }

    private void LeaveChanges()
    {
        if (Volatile.Read(ref _changes) is { } changes)
        {
            ReleaseTold(changes.Leave());
        }
    }

    private void Open(Backfill backfill, List<Frame> batch)
    {
        var addition = backfill.Addition.Addition;
        if (backfill.IsOpen || addition.Opening.Count == 0)
        {
            return;
        }

        (backfill.IsOpen, backfill.Opened) = (true, _changes!.Open(backfill.Addition));
        Follow(backfill.Opened);
        _tellingBytes += addition.OpeningBytes;
        batch.AddRange(addition.Opening);
    }
}
