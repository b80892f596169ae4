using System.Runtime.CompilerServices;
using LiveFeed.Events;
using LiveFeed.Log;

namespace LiveFeed.Clients;

/// <summary>The transport's side: all of it is for the one task of the client's transport only.</summary>
internal sealed partial class FeedClient
{
    private State _state = State.Behind;
    private IReadOnlyList<Frame> _first = []; // what to begin with

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
            Start = ClientStart.Resume(position, _log, out _first);
            _cursor = _first is [GapFrame gap] ? gap.Before.Sequence - 1 : position.Sequence;
            return;
        }

        // First take offers, then look at the head: an event is either at or before the head, or offered from here on.
        (_accepts, _state) = (true, State.Live);
        Interlocked.MemoryBarrier();
        _cursor = _log.Head;
        if (last > 0)
        {
            var page = await _log.ReadLastAsync(last, Subscription, cancellationToken);
            (_first, _cursor) = (page.Frames, page.Through);
        }

        // A client that dies before it has its first events must get them again.
        var before = _first is [EventFrame first, ..] ? first.Sequence - 1 : _cursor;
        Start = new ClientStart(new Position(_log.Epoch, before), Resumed: false);
    }

    /// <summary>Has the hub send to this client past its queue whenever it may. To be called before the first wait.</summary>
    internal void OpenLine(IDirectConnection connection, FrameEncoder encoder) => _line.Open(connection, encoder);

    /// <summary>Waits until there may be something to read; false when the stream has ended. Allocates nothing.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<bool> WaitAsync()
    {
        if (_state != State.Live || _first.Count > 0 || !(_accepts || _ended))
        {
            return !_ended;
        }

        _line.Park();
        var more = await _queue.Reader.WaitToReadAsync(CancellationToken.None);
        _line.Resume();
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
        if (_state != State.Live)
        {
            return CatchUpAsync(batch);
        }

        if (!Drain(batch) && !_accepts)
        {
            _state = State.Behind;
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>How many events it was spared so far, for a later value of their key. For the task of its transport only.</summary>
    internal long Conflated { get; private set; }

    /// <summary>Says that frames were written to the socket.</summary>
    internal void Wrote(int events)
    {
        Volatile.Write(ref _sent, _sent + events);
        Volatile.Write(ref _lastWrite, _time.GetTimestamp());
    }

    /// <summary>Takes what is queued, up to a fair batch; false when there was nothing.</summary>
    private bool Drain(List<Frame> batch)
    {
        var taken = 0;
        while (taken < ReadLimits.PageEvents && _queue.Reader.TryRead(out var frame))
        {
            taken += QueueCost(frame);
            Volatile.Write(ref _taken, _taken + QueueCost(frame));
            Take(frame, batch);
        }

        return taken > 0;
    }

    private void Take(Frame frame, List<Frame> batch)
    {
        if (frame is WakeFrame || IsStale(frame))
        {
            return;
        }

        if (IsNews(frame))
        {
            batch.Add(frame);
            MovePast(frame);
        }
        else if (frame is BatchFrame several)
        {
            foreach (var one in several.ToArray())
            {
                Take(one, batch);
            }
        }
    }

    private async ValueTask CatchUpAsync(List<Frame> batch)
    {
        await Task.Yield(); // reading the log must not hold up the hub, should this run within its TryWrite
        var page = await _log.ReadAsync(_cursor, Subscription, ReadLimits.PageEvents, conflate: true, CancellationToken.None);
        if (page.Gap is { } gap)
        {
            batch.Add(new GapFrame(new Position(_log.Epoch, gap.After), new Position(_log.Epoch, gap.Before), gap.Reason));
        }

        batch.AddRange(page.Frames);
        Conflated += page.Conflated;
        Volatile.Write(ref _cursor, page.Through);
        if (page.ReachedEnd)
        {
            if (_state == State.Behind)
            {
                (_state, _accepts) = (State.Rejoining, true);
            }
            else
            {
                _state = State.Live; // _accepts stays as the hub may have left it meanwhile
            }
        }
    }
}
