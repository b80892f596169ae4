using System.Collections.Immutable;
using LiveFeed.Clients.Subscribing;
using LiveFeed.Events;
using LiveFeed.Frames;

namespace LiveFeed.Clients;

/// <summary>
/// What it follows may change while it is connected. Anyone asks; the one task of the client's transport makes the changes.
/// <para>
/// An addition goes through three steps. First, its lane tells it how far everything was offered, so that the cursor of a
/// quiet client is not an old one. Second, what it missed up to the cursor is read from the log, a page a turn, and sent as
/// frames that move no position, while the other topics go on and the cursor with them. Third, where the back-fill meets the
/// cursor, the hub begins to offer the new topics, the client reads the log from its cursor as one that rejoins, and is told
/// that the addition is complete. So nothing is lost, twice or out of order within a topic.
/// </para>
/// </summary>
internal sealed partial class FeedClient
{
    private SubscriptionChanges? _changes; // null until the first change is asked for; by Interlocked
    private Backfill? _backfill; // of the addition that is being made; the transport's task only, as the next
    private PendingAddition? _syncedFor; // for this addition it has asked its lane how far everything was offered
    private bool _awaitsSync; // and has no answer yet
    private long _recheckThrough; // up to here the queue may hold events that are not followed any more; by Volatile

    /// <summary>The changes that were asked for.</summary>
    internal SubscriptionChanges Changes =>
        Volatile.Read(ref _changes) ??
        Interlocked.CompareExchange(ref _changes, new SubscriptionChanges(Subscription.Topics), null) ?? _changes!;

    /// <summary>Who offers it events; set where what it follows may change.</summary>
    internal ISubscriptionIndex? Index { get; init; }

    // Its first events go first.
    private bool HasChanges => !_awaitsSync && _last.IsEmpty && Volatile.Read(ref _changes) is { Any: true };

    /// <summary>
    /// Everything up to a sequence was offered to it, and nothing is kept back. For the task of its lane only.
    /// </summary>
    internal void Sync(long through)
    {
        if (_accepts && !Enqueue(new SyncFrame(through)))
        {
            StopAccepting(queuedThrough: through, WakeFrame.Instance);
        }
    }

    /// <summary>Makes the next step of the changes.</summary>
    private async ValueTask ChangeAsync(List<Frame> batch)
    {
        var (removals, addition) = _changes!.Next();
        if (!removals.IsEmpty)
        {
            Unfollow(removals);
        }

        if (addition is null)
        {
            return;
        }

        await Task.Yield(); // as in CatchUpAsync
        if (_backfill?.Addition != addition && !await BeginAsync(addition, batch))
        {
            return;
        }

        var backfill = _backfill!;
        if (_cursor < Math.Min(backfill.Start, addition.Since))
        {
            AwaitSync(addition); // what is before its start is not wanted
            return;
        }

        if (!backfill.IsDone(_cursor))
        {
            await BackfillAsync(backfill, batch);
        }

        if (backfill.IsDone(_cursor))
        {
            Complete(backfill, batch);
        }
    }

    // False when it has to wait for its lane first.
    private async ValueTask<bool> BeginAsync(PendingAddition addition, List<Frame> batch)
    {
        if (_syncedFor != addition && AwaitSync(addition))
        {
            return false;
        }

        var wanted = addition.Addition;
        var subscription = Subscription with { Topics = _changes!.RemainingOf(addition), Broadcasts = false };
        var from = addition.Since;
        ReadOnlyMemory<long> last = default;
        if (subscription.Topics.IsEmpty)
        {
            from = long.MaxValue; // all of it is followed already
        }
        else if (wanted.After is { } after)
        {
            ClientStart.Resume(after, _log, out var first, out from);
            batch.AddRange(first);
        }
        else if (wanted.Last > 0)
        {
            var found = await _log.FindLastAsync(wanted.Last, subscription, CancellationToken.None);
            (last, from) = (found.Sequences, found.Head);
            if (!await TryOwnLastAsync(last.Length))
            {
                return false;
            }
        }

        _backfill = new Backfill(addition, subscription, followed: Subscription.Topics, from) { Last = last };
        return true;
    }

    // A client that reads the log finds out by itself, and need not wait.
    private bool AwaitSync(PendingAddition addition)
    {
        _syncedFor = addition;
        if (_state == State.Live)
        {
            _awaitsSync = true;
            Index!.RequestSync(this);
        }

        return _awaitsSync;
    }

    private void Complete(Backfill backfill, List<Frame> batch)
    {
        _backfill = null;
        DisownLast();
        var (topics, announced) = _changes!.Complete(backfill.Addition);
        if (!topics.IsEmpty)
        {
            // In this order: what is appended from now on is offered, or read by whoever rejoins.
            Subscription = Subscription with { Topics = [.. Subscription.Topics, .. topics] };
            Index!.Follow(this, topics);
            _state = _state == State.Live ? State.Rejoining : _state;
        }

        if (!announced.IsEmpty)
        {
            batch.Add(new SubscribedFrame(announced, _log.Epochs.PositionOf(_cursor)));
        }

        backfill.Addition.Done?.TrySetResult(true);
    }

    private void Unfollow(ImmutableArray<TopicPattern> topics)
    {
        Subscription = Subscription with { Topics = [.. Subscription.Topics.Except(topics)] };
        Index!.Unfollow(this, topics);
        Volatile.Write(ref _recheckThrough, _log.Head);
        _backfill?.Unfollowed(topics, _cursor);
    }

    /// <summary>It may have been queued before its topic was unsubscribed.</summary>
    private bool MustBeRechecked(Frame frame) =>
        frame.FirstSequence > 0 && frame.FirstSequence <= Volatile.Read(ref _recheckThrough);
}
