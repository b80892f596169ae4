using System.Runtime.CompilerServices;
using LiveFeed.Clients.Direct;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Log;

namespace LiveFeed.Clients;

/// <summary>The transport's side. Only the task of the client's transport calls it.</summary>
internal sealed partial class FeedClient
{
    private State _state = State.Behind;
    private IReadOnlyList<Frame> _first = []; // frames to begin with
    private ReadOnlyMemory<long> _last; // sequences of the first events that are not read yet
    private long? _tells; // the last position in what was read and not written yet
    private ToldGaps _toldGaps; // gaps told by its own reading; a back-fill has its own

    private enum State
    {
        Behind,
        Rejoining,
        Live,
    }

    /// <summary>
    /// Finds where the stream starts. Called once, after the hub knows the client and before the transport reads. So an
    /// event that is appended from now on is either read here or offered.
    /// </summary>
    internal async ValueTask StartAsync(Position? after, int last, CancellationToken cancellationToken)
    {
        if (after is { } position)
        {
            var mayBeAhead = await _log.ReachAsync(position, cancellationToken);
            Start = ClientStart.Resume(position, _log, mayBeAhead, out _first, out _cursor);
            _told = _log.Epochs.SequenceOf(Start.Position) ?? _cursor;
            _startCursor = _cursor;
            return;
        }

        // First accept offers, then read the head. So an event is either at or before the head, or offered from here on.
        (_accepts, _state) = (true, State.Live);
        Interlocked.MemoryBarrier();
        _cursor = _log.Head;
        if (last > 0)
        {
            var found = await _log.FindLastAsync(last, Subscription, cancellationToken);
            (_last, _cursor) = (found.Sequences, found.Head);
            if (!await TryOwnLastAsync(found.Sequences.Length))
            {
                _last = default;
            }
        }

        _startCursor = _cursor;

        // A client that dies before it has its first events must get them again.
        var before = _last.IsEmpty ? _cursor : _last.Span[0] - 1;
        Start = new ClientStart(_log.Epochs.PositionOf(before), Resumed: false);
        _told = before;
    }

    /// <summary>Lets the hub write to this client past its queue; null: never. Call it before a wait.</summary>
    internal void WriteDirectlyBy(DirectWrite? direct) => _directTurn.Open(direct);

    /// <summary>Its next events are read from the log. Only the task of its transport calls this.</summary>
    internal bool IsCatchingUp => _state != State.Live || !_last.IsEmpty || HasChanges;

    /// <summary>It is offered nothing. Only the task of its transport calls this.</summary>
    internal bool IsBehind => _state == State.Behind;

    /// <summary>
    /// What it has to read from the log is a few events that are in memory. Only the task of its transport calls this.
    /// </summary>
    internal bool IsNearHead =>
        _last.IsEmpty && (_state == State.Live || IsNear(_cursor)) && (!HasChanges || IsNextChangeNear());

    /// <summary>Waits until there may be something to read; false when the stream has ended. Allocates nothing.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<bool> WaitAsync()
    {
        Interlocked.MemoryBarrier(); // between the write of _taken and the read of _accepts: see StopAccepting
        if (IsCatchingUp || _first.Count > 0 || !(_accepts || _ended))
        {
            return !_ended;
        }

        DropEmptyHolding(); // all that was read is written, and it may have been many
        _directTurn.Park();
        var more = await _queue.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false); // see ClientPump
        _directTurn.Resume();
        return more;
    }

    /// <summary>
    /// Adds what is next to the batch: max about a page of the log, and maybe nothing. Completes at once for a live client.
    /// </summary>
    internal ValueTask ReadAsync(List<Frame> batch)
    {
        batch.AddRange(_first);
        _first = [];
        TakeTold(batch);
        if (!_last.IsEmpty)
        {
            return ReadLastAsync(batch);
        }

        return HasChanges ? ChangeAndReadAsync(batch) : ReadNextAsync(batch);
    }

    // One step of the change, then one read as usual.
    private async ValueTask ChangeAndReadAsync(List<Frame> batch)
    {
        await ChangeAsync(batch);
        if (_backfill is not { IsOpen: true })
        {
            await ReadNextAsync(batch);
        }
    }

    private ValueTask ReadNextAsync(List<Frame> batch)
    {
        if (_state != State.Live)
        {
            return CatchUpAsync(batch);
        }

        // Read first: what was queued before it became false is in the queue by now, and is taken before the log is read.
        var accepted = _accepts;
        if (!Drain(batch) && !accepted)
        {
            MoveTo(_queuedThrough);
            (_state, _awaitsSync) = (State.Behind, false);
        }
        else if (IsPaced)
        {
            Conflate(batch);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>How many events a later event of the same key replaced. Only the task of its transport calls this.</summary>
    internal long Conflated { get; private set; }

    /// <summary>Notes that frames were written to the socket.</summary>
    internal void Wrote(int events)
    {
        LetGo();
        var now = _time.GetTimestamp();
        Volatile.Write(ref _sent, _sent + events);
        Volatile.Write(ref _lastWrite, now);
        if (_tells is { } position)
        {
            _tells = null;
            Volatile.Write(ref _told, position);
            Volatile.Write(ref _lastTold, now);
        }
    }

    /// <summary>Takes what is queued: about a page, or all for a paced client. False when there was nothing.</summary>
    private bool Drain(List<Frame> batch)
    {
        var (taken, most) = (0, IsPaced ? int.MaxValue : ReadLimits.PageEvents);
        while (taken < most && _queue.Reader.TryRead(out var frame))
        {
            taken += QueueCost(frame);
            Volatile.Write(ref _taken, _taken + QueueCost(frame));
            Volatile.Write(ref _takenBytes, _takenBytes + frame.HeldBytes);
            Keep(frame);
            Take(frame, batch);
        }

        return taken > 0;
    }

    private void Take(Frame frame, List<Frame> batch)
    {
        if (frame is HeartbeatFrame)
        {
            _beats = false;
        }

        if (ReferenceEquals(frame, WakeFrame.Nudge))
        {
            Interlocked.Exchange(ref _isNudged, 0); // cleared first: a TryTell from here on nudges again
            TakeTold(batch);
        }
        else if (frame is SyncFrame)
        {
            _awaitsSync = false;
            MoveTo(frame.LastSequence);
        }
        else if (frame is BatchFrame several && (!IsNews(frame) || MustBeRechecked(frame)))
        {
            foreach (var one in several.ToArray())
            {
                Take(one, batch);
            }
        }
        else if (frame is not WakeFrame && !IsStale(frame) && IsNews(frame))
        {
            if (IsFollowed(frame))
            {
                batch.Add(frame);
                _tells = TellsPosition(frame) ? frame.LastSequence : _tells;
            }

            MoveTo(frame.LastSequence);
        }
    }

    private bool IsFollowed(Frame frame) =>
        !MustBeRechecked(frame) || frame is not EventFrame one || Subscription.Wants(one.Event);

    // A single ephemeral event: a retained one may be part of a back-fill by now.
    private bool IsFollowedNow(Frame frame) => frame is EventFrame { Sequence: 0 } one && Subscription.Wants(one.Event);
}
