using System.Collections.Immutable;
using LiveFeed.Clients.Subscribing;
using LiveFeed.Events;
using LiveFeed.Frames;

namespace LiveFeed.Clients;

/// <summary>
/// The client's topics may change while it is connected. Any thread asks; the task of the client's transport makes the
/// changes.
/// <para>
/// An addition takes three steps. First, the lane tells how far it has offered everything, so that the cursor of a quiet
/// client is not old. Second, the transport reads from the log what the client missed up to the cursor, one page a turn. It
/// sends that as frames that move no position. Meanwhile the other topics go on, and the cursor with them. Third, when the
/// back-fill reaches the cursor, the hub begins to offer the new topics. The client reads the log from its cursor, as when
/// it rejoins, and is told that the addition is complete. So no event is lost, sent twice or out of order within a topic.
/// </para>
/// </summary>
internal sealed partial class FeedClient
{
    private SubscriptionChanges? _changes; // null until the first change is asked for; by Interlocked
    private Backfill? _backfill; // of the addition in progress; the transport's task only, like the next
    private PendingAddition? _syncedFor; // the addition for which it asked the lane how far everything was offered
    private bool _mayBeAhead; // what the log said about the position of that addition
    private bool _awaitsSync; // the lane has not answered yet
    private long _startCursor; // it has had the events of its first topics after this; the transport's task only
    private long _recheckThrough = -1; // up to here the queue may hold events of unsubscribed topics; -1: none; by Volatile

    /// <summary>The changes that were asked for.</summary>
    internal SubscriptionChanges Changes =>
        Volatile.Read(ref _changes) ??
        Interlocked.CompareExchange(ref _changes, new SubscriptionChanges(Subscription.Topics), null) ?? _changes!;

    /// <summary>Who offers it events; set when its topics may change.</summary>
    internal ISubscriptionIndex? Index { get; init; }

    // Its first events come before any addition.
    private bool HasChanges => !_awaitsSync && _last.IsEmpty && Volatile.Read(ref _changes) is { Any: true };

    /// <summary>
    /// Has the lane let out what it keeps back for the client, and tell it how far everything was offered. While the client
    /// reads the log, that changes nothing: it comes to the head by itself. Any thread.
    /// </summary>
    internal void RequestSync() => Index!.RequestSync(this);

    /// <summary>
    /// Everything up to a sequence was offered to it, and nothing is kept back. Only the task of its lane calls this.
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
        if (MakeRemovals() is not { } addition)
        {
            return;
        }

        if (_backfill?.Addition != addition && !await BeginAsync(addition, batch))
        {
            return;
        }

        var backfill = _backfill!;
        if (_cursor < Math.Min(backfill.Start, addition.Since))
        {
            AwaitSync(addition); // events before its start are not wanted
            return;
        }

        Open(backfill, batch);
        if (!backfill.IsDone(_cursor))
        {
            await BackfillAsync(backfill, batch);
        }

        if (backfill.IsDone(_cursor))
        {
            Complete(backfill, batch);
        }
    }

    // Returns the addition that is made next.
    private PendingAddition? MakeRemovals()
    {
        var (removals, addition) = _changes!.Next();
        if (!removals.IsEmpty)
        {
            Unfollow(removals);
        }

        if (addition is null)
        {
            _changes.Rest(Subscription.Topics);
        }

        return addition;
    }

    // Without a look for last events, and from a position near the head.
    private bool IsNextChangeNear()
    {
        if (_changes!.First is not { } addition)
        {
            return true;
        }

        if (_backfill?.Addition == addition)
        {
            return _backfill.Last.IsEmpty && IsNear(_backfill.From);
        }

        var wanted = addition.Addition;
        return wanted.After is { } after ? _log.Epochs.SequenceOf(after) is { } from && IsNear(from) : wanted.Last == 0;
    }

    // A client that reads the log knows how far it is, and does not wait.
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
        (_backfill, _syncedFor) = (null, null);
        DisownLast();
        if (backfill.Addition.Addition.After is not null)
        {
            _changes!.ReceiveAgain(backfill.Addition, backfill.Start, _startCursor);
        }

        var (topics, announced) = _changes!.Complete(backfill.Addition, since: Math.Min(backfill.Start, _cursor));
        Follow([.. topics.Except(backfill.Opened)]);
        if (backfill.Opened.Except(topics).ToImmutableArray() is { IsEmpty: false } unwanted)
        {
            Unfollow(unwanted); // they were unsubscribed meanwhile
        }

        // A request has its answer also when all its topics were unsubscribed meanwhile.
        if (!announced.IsEmpty || backfill.Addition is { Announces: not null, Addition.Request: not null })
        {
            batch.Add(new SubscribedFrame(announced, _log.Epochs.PositionOf(_cursor))
            {
                Request = backfill.Addition.Addition.Request,
            });
        }

        backfill.Addition.Done?.TrySetResult(true);
        _changes.Rest(Subscription.Topics);
    }

    private void Follow(ImmutableArray<TopicPattern> topics)
    {
        if (!topics.IsEmpty)
        {
            // Keep this order: an event that is appended from now on is offered, or read when the client rejoins.
            Subscription = Subscription with { Topics = [.. Subscription.Topics, .. topics] };
            Index!.Follow(this, topics);
            _state = _state == State.Live ? State.Rejoining : _state;
        }
    }

    private void Unfollow(ImmutableArray<TopicPattern> topics)
    {
        Subscription = Subscription with { Topics = [.. Subscription.Topics.Except(topics)] };
        Index!.Unfollow(this, topics);
        Volatile.Write(ref _recheckThrough, _log.Head);
        _backfill?.Unfollowed(topics, _cursor);
    }

    /// <summary>
    /// It may have been queued before its topic was unsubscribed. Of an ephemeral event nobody knows when that was.
    /// </summary>
    private bool MustBeRechecked(Frame frame)
    {
        var through = Volatile.Read(ref _recheckThrough);
        return through >= 0 &&
            (HasEphemeral(frame) || (frame.FirstSequence > 0 && frame.FirstSequence <= through));
    }

    private static bool HasEphemeral(Frame frame) =>
        frame is EventFrame { Sequence: 0 } or BatchFrame { HasEphemeral: true };
}
