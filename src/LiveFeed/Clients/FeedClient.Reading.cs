using System.Runtime.CompilerServices;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Log;

namespace LiveFeed.Clients;

/// <summary>The transport's side: all of it is for the one task of the client's transport only.</summary>
internal sealed partial class FeedClient
{
    private State _state = State.Behind;
    private IReadOnlyList<Frame> _first = []; // what to begin with
    private ReadOnlyMemory<long> _last; // the sequences of what to begin with, as far as it was not read yet
    private long? _tells; // the last position in what was read and not written yet
    private ToldGaps _toldGaps; // by its own reading; those of a back-fill are the back-fill's

    private enum State
    {
        Behind,
        Rejoining,
        Live,
    }

    /// <summary>
    /// Finds where the stream starts. Called once, after the hub knows the client and before the transport reads: so what
    /// is appended from now on is either read here or offered.
    /// </summary>
    internal async ValueTask StartAsync(Position? after, int last, CancellationToken cancellationToken)
    {
        if (after is { } position)
        {
            Start = ClientStart.Resume(position, _log, out _first, out _cursor);
            _told = _log.Epochs.SequenceOf(Start.Position) ?? _cursor;
            return;
        }

        // First take offers, then look at the head: an event is either at or before the head, or offered from here on.
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

        // A client that dies before it has its first events must get them again.
        var before = _last.IsEmpty ? _cursor : _last.Span[0] - 1;
        Start = new ClientStart(_log.Epochs.PositionOf(before), Resumed: false);
        _told = before;
    }

    /// <summary>
    /// Has the hub send to this client past its queue whenever it may. Null for never. To be called before a wait.
    /// </summary>
    internal void WriteDirectlyBy(DirectWrite? direct) => _directTurn.Open(direct);

    /// <summary>What it is to have next is read from the log. For the task of its transport only.</summary>
    internal bool IsCatchingUp => _state != State.Live || !_last.IsEmpty || HasChanges;

    /// <summary>Waits until there may be something to read; false when the stream has ended. Allocates nothing.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<bool> WaitAsync()
    {
        Interlocked.MemoryBarrier(); // between what was taken and the look at _accepts: see StopAccepting
        if (IsCatchingUp || _first.Count > 0 || !(_accepts || _ended))
        {
            return !_ended;
        }

        _directTurn.Park();
        var more = await _queue.Reader.WaitToReadAsync(CancellationToken.None);
        _directTurn.Resume();
        return more;
    }

    /// <summary>
    /// Adds what is next to the batch, at most about a page of the log; it may turn out to be nothing. For a live client it
    /// is done on the spot.
    /// </summary>
    internal ValueTask ReadAsync(List<Frame> batch)
    {
        batch.AddRange(_first);
        _first = [];
        TakeOwn(batch);
        if (!_last.IsEmpty)
        {
            return ReadLastAsync(batch);
        }

        return HasChanges ? ChangeAndReadAsync(batch) : ReadNextAsync(batch);
    }

    // The change goes on by a step, and so does all else.
    private async ValueTask ChangeAndReadAsync(List<Frame> batch)
    {
        await ChangeAsync(batch);
        await ReadNextAsync(batch);
    }

    private ValueTask ReadNextAsync(List<Frame> batch)
    {
        if (_state != State.Live)
        {
            return CatchUpAsync(batch);
        }

        // Looked at first: what was queued before it became false is in the queue by now, and is taken before the log is
        // read.
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

    /// <summary>
    /// How many events it was spared so far, for a later value of their key. For the task of its transport only.
    /// </summary>
    internal long Conflated { get; private set; }

    /// <summary>Says that frames were written to the socket.</summary>
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

    /// <summary>Takes what is queued, up to a fair batch, or all for a paced client; false when there was nothing.</summary>
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
            Interlocked.Exchange(ref _isNudged, 0); // first: who says something from here on nudges again
            TakeOwn(batch);
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
}
