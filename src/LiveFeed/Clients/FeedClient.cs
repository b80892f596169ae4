using System.Runtime.CompilerServices;
using System.Threading.Channels;
using LiveFeed.Events;
using LiveFeed.Log;

namespace LiveFeed.Clients;

/// <summary>
/// One connection: a cursor on the log, and a bounded channel that is its short cut while it keeps up.
/// <para>
/// The hub offers frames, and never waits; the transport reads them, from one task. A client is in one of three states:
/// (1) behind: offers of logged events pass it by, it reads the log page by page; (2) rejoining: offers are queued again,
/// it reads what the log had before the first of them; (3) live: it reads the queue only, or, while the queue is empty and
/// it waits, the hub sends past it (<see cref="DirectLine"/>). The queue overflows: after what it holds, back to (1). Because
/// an event is readable in the log before it is offered, and what the log gave is skipped in the queue by its sequence,
/// nothing is lost or sent twice.
/// </para>
/// </summary>
internal sealed class FeedClient
{
    private readonly IEventLog _log;
    private readonly Channel<Frame> _queue;
    private readonly TimeProvider _time;
    private State _state = State.Behind; // the transport's task only
    private long _cursor; // written by whose turn it is, read by operators
    private long _sent; // written by whose turn it is, read by operators
    private long _lastWrite; // a timestamp; written by whose turn it is, read by the hub
    private long _enqueued; // frames ever queued; written by the hub's task, read by any
    private long _taken; // of these, taken; written by the transport's task, read by any
    private DirectLine _line; // in this object, as the two before: a delivery to a thousand clients is a matter of cache lines
    private IReadOnlyList<Frame> _first = []; // what to begin with; set before the transport reads

    // True in (2) and (3). The transport's task sets it, only the hub clears it, when the queue is full.
    private volatile bool _accepts;
    private volatile ClosingFrame? _closing; // set once, by whoever closes
    private volatile bool _ended; // set by whoever closes or aborts

    internal FeedClient(Subscription subscription, string transport, IEventLog log, int queueLength, TimeProvider time)
    {
        (Subscription, Transport, _log, _time) = (subscription, transport, log, time);
        Since = time.GetUtcNow();
        _lastWrite = time.GetTimestamp();
        _queue = Channel.CreateBounded<Frame>(new BoundedChannelOptions(queueLength)
        {
            SingleReader = true,
            SingleWriter = false,

            // From the hub to the socket in one hop: the reader goes on within the hub's TryWrite.
            AllowSynchronousContinuations = true,
        });
    }

    private enum State
    {
        Behind,
        Rejoining,
        Live,
    }

    internal string Id => Subscription.ClientId!;

    /// <summary>Which client this is since the start, counted from 1.</summary>
    internal long Number { get; init; }

    internal Subscription Subscription { get; }

    internal string Transport { get; }

    internal DateTimeOffset Since { get; }

    /// <summary>Where its stream starts, for the first frame. Set by <see cref="StartAsync"/>.</summary>
    internal ClientStart Start { get; private set; }

    /// <summary>The last fan-out that offered it something, so that two matching patterns do not offer twice. The hub's only.</summary>
    internal long Stamp { get; set; }

    /// <summary>Events written to its socket.</summary>
    internal long Sent => Volatile.Read(ref _sent);

    internal int Queued => (int)Math.Max(0, Volatile.Read(ref _enqueued) - Volatile.Read(ref _taken));

    /// <summary>Events of the log between what it was sent and the head, wanted or not; for a live client, what is queued.</summary>
    internal long Lag => _accepts ? Queued : Math.Max(0, _log.Head - Volatile.Read(ref _cursor));

    internal TimeSpan Silence => _time.GetElapsedTime(Volatile.Read(ref _lastWrite));

    /// <summary>What to send it last; null while it is welcome, or when it has gone by itself.</summary>
    internal ClosingFrame? Closing => _closing;

    /// <summary>
    /// Finds where the stream starts. Called once, after the hub knows the client and before the transport reads: so what
    /// is appended from now on is either read here or offered.
    /// </summary>
    internal async ValueTask StartAsync(Position? after, int last, CancellationToken cancellationToken)
    {
        if (after is { } position)
        {
            Start = ClientStart.Resume(position, _log, out _first);
            _cursor = Start.Position.Sequence;
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

    /// <summary>Gives it a frame, or lets it fall behind (an ephemeral event is then lost to it). Never waits. The hub's one dispatching task only.</summary>
    internal void Offer(Frame frame)
    {
        if (TrySend(frame))
        {
            return;
        }

        if (frame is EventFrame { Position: null })
        {
            Enqueue(frame); // in no log: now or never
        }
        else if (_accepts && !Enqueue(frame))
        {
            // The reader may have emptied the queue and gone to sleep between the failed write and this line. The second
            // write then succeeds and wakes it; else the queue is still full, and it looks at _accepts after emptying it.
            _accepts = false;
            Enqueue(frame);
        }
    }

    /// <summary>Has it read the log, for the hub could not offer all that is in it. The hub's one dispatching task only.</summary>
    internal void FallBehind()
    {
        if (_accepts)
        {
            _accepts = false;
            Enqueue(WakeFrame.Instance);
        }
    }

    /// <summary>Ends the stream: a live client after what is queued, one that is behind at once. Any thread; the first reason wins.</summary>
    internal void Close(CloseReason reason)
    {
        if (Interlocked.CompareExchange(ref _closing, new ClosingFrame(reason), null) is null)
        {
            Abort();
        }
    }

    /// <summary>Ends the stream without a last word, for the client has gone. Any thread.</summary>
    internal void Abort()
    {
        _ended = true;
        _queue.Writer.TryComplete();
    }

    /// <summary>Has the hub send to this client past its queue whenever it may. To be called before the first wait.</summary>
    internal void OpenLine(IFrameSink sink) => _line.Sink = sink;

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

    /// <summary>Says that frames were written to the socket.</summary>
    internal void Wrote(int events)
    {
        Volatile.Write(ref _sent, _sent + events);
        Volatile.Write(ref _lastWrite, _time.GetTimestamp());
    }

    // The hub's task only, so that it knows by a look at two numbers whether anything waits.
    private bool Enqueue(Frame frame)
    {
        if (!_queue.Writer.TryWrite(frame))
        {
            return false;
        }

        Volatile.Write(ref _enqueued, _enqueued + 1);
        return true;
    }

    /// <summary>Sends a frame on the spot when nothing waits before it; false when it must be queued.</summary>
    private bool TrySend(Frame frame)
    {
        if (!_line.TryTake())
        {
            return false;
        }

        bool isDone, hasRest;
        try
        {
            var sink = _line.Sink!;
            var isNext = _accepts && _enqueued == Volatile.Read(ref _taken);
            isDone = isNext && (!IsNews(frame) || sink.TrySend(frame));
            hasRest = isDone && sink.HasRest;
            if (isDone)
            {
                MovePast(frame);
            }
        }
        finally
        {
            _line.GiveBack(); // whatever happens: the transport's task spins until then
        }

        if (hasRest)
        {
            Enqueue(WakeFrame.Instance);
        }

        return isDone;
    }

    /// <summary>It is to be sent: the log did not give it before.</summary>
    private bool IsNews(Frame frame) => frame switch
    {
        EventFrame { Sequence: > 0 } logged => logged.Sequence > _cursor,
        WakeFrame => false,
        _ => true,
    };

    private void MovePast(Frame frame)
    {
        if (frame is EventFrame logged && logged.Sequence > _cursor)
        {
            Volatile.Write(ref _cursor, logged.Sequence);
        }
    }

    /// <summary>Takes what is queued, up to a fair batch; false when there was nothing.</summary>
    private bool Drain(List<Frame> batch)
    {
        var taken = 0;
        while (taken < ReadLimits.PageEvents && _queue.Reader.TryRead(out var frame))
        {
            taken++;
            Volatile.Write(ref _taken, _taken + 1);
            if (IsNews(frame))
            {
                batch.Add(frame);
                MovePast(frame);
            }
        }

        return taken > 0;
    }

    private async ValueTask CatchUpAsync(List<Frame> batch)
    {
        await Task.Yield(); // reading the log must not hold up the hub, should this run within its TryWrite
        var page = await _log.ReadAsync(_cursor, Subscription, ReadLimits.PageEvents, conflate: true, CancellationToken.None);
        if (page.Trimmed > _cursor)
        {
            var after = new Position(_log.Epoch, _cursor);
            batch.Add(new GapFrame(after, after with { Sequence = page.Trimmed + 1 }, GapReason.Expired));
        }

        batch.AddRange(page.Frames);
        Volatile.Write(ref _cursor, Math.Max(page.Through, page.Trimmed));
        if (page.ReachedHead)
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
