using System.Threading.Channels;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Memory;

namespace LiveFeed.Clients;

/// <summary>
/// One connection: a cursor on the log, and a bounded channel that is its short cut while it keeps up.
/// <para>
/// Two sides use it, each from one task: its lane of the hub offers frames and never waits (<c>FeedClient.Offering.cs</c>);
/// its transport reads them (<c>FeedClient.Reading.cs</c>, and from the log <c>FeedClient.CatchingUp.cs</c>). A client is in
/// one of three states: (1) behind: offers of logged events pass it by, it reads the log page by page; (2) rejoining: offers
/// are queued again, it reads what the log had before the first of them; (3) live: it reads the queue only, or, while the
/// queue is empty and it waits, the hub sends past it (<see cref="DirectWriteTurn"/>). The queue overflows: after what it
/// holds, back to (1). Because an event is readable in the log before it is offered, and what the log gave is skipped in the
/// queue by its sequence, nothing is lost or sent twice. Because the hub notes how far everything was queued before it
/// overflowed, a client whose own topics were quiet goes on from there and not from its own last event, which retention may
/// have passed.
/// </para>
/// </summary>
internal sealed partial class FeedClient
{
    private readonly IEventLog _log;
    private readonly Channel<Frame> _queue;
    private readonly int _queueLength;
    private readonly TimeProvider _time;
    private readonly DeliveryMemory _held;
    private Subscription _subscription;

    // What a delivery touches is in this one object, for a delivery to thousands of clients is a matter of cache lines.
    private DirectWriteTurn _directTurn;
    private long _cursor; // written by whose turn it is, read by operators
    private long _sent; // written by whose turn it is, read by operators
    private long _lastWrite; // a timestamp; written by whose turn it is, read by the hub
    // when it was last told a position, as a timestamp; written by whose turn it is, read by the hub, as the next
    private long _lastTold;
    private long _told; // which position that was
    private long _enqueued; // ever queued, in events (a frame without counts as one); written by the hub's task, read by any
    private long _taken; // of these, taken; written by the transport's task, read by any

    // True in (2) and (3). The transport's task sets it, only the hub clears it, when the queue is full.
    private volatile bool _accepts;

    // Up to this sequence everything that is for it had been queued when the hub cleared _accepts, before which it is
    // written. The transport's task reads it after _accepts: where it goes on in the log, however long ago its own last
    // event was.
    private long _queuedThrough;

    private volatile bool _beats; // a heartbeat is queued; the hub sets it, the transport's task clears it
    private volatile ClosingFrame? _closing; // set once, by whoever closes
    private volatile bool _ended; // set by whoever closes or aborts

    internal FeedClient(
        Subscription subscription,
        string transport,
        IEventLog log,
        int queueLength,
        TimeProvider time,
        DeliveryMemory? held = null)
    {
        (_subscription, Transport, _log, _queueLength, _time) = (subscription, transport, log, queueLength, time);
        _held = held ?? new DeliveryMemory(new MemoryBudget(long.MaxValue));
        Since = time.GetUtcNow();
        _lastWrite = _lastTold = time.GetTimestamp();
        _queue = Channel.CreateBounded<Frame>(new BoundedChannelOptions(queueLength)
        {
            SingleReader = true,
            SingleWriter = false,

            // From the hub to the transport in one hop: the reader goes on within the hub's TryWrite.
            AllowSynchronousContinuations = true,
        });
    }

    internal string Id => Subscription.ClientId!;

    /// <summary>Which client this is since the start, counted from 1.</summary>
    internal long Number { get; init; }

    /// <summary>What it is to have. Written by the task of its transport, read by any.</summary>
    internal Subscription Subscription
    {
        get => Volatile.Read(ref _subscription);
        private set => Volatile.Write(ref _subscription, value);
    }

    internal string Transport { get; }

    internal DateTimeOffset Since { get; }

    /// <summary>Where its stream starts, for the first frame. Set by <see cref="StartAsync"/>.</summary>
    internal ClientStart Start { get; private set; }

    /// <summary>Events written to its socket.</summary>
    internal long Sent => Volatile.Read(ref _sent);

    /// <summary>Events that wait for it in memory.</summary>
    internal int Queued => (int)Math.Max(0, Volatile.Read(ref _enqueued) - Volatile.Read(ref _taken));

    /// <summary>
    /// Events of the log between what it was sent and the head, wanted or not; for a live client, what is queued.
    /// </summary>
    internal long Lag => _accepts ? Queued : _log.CountBetween(Volatile.Read(ref _cursor), _log.Head);

    /// <summary>Since it was last told a position, by an event or a heartbeat.</summary>
    internal TimeSpan UntoldFor(long now) => _time.GetElapsedTime(Volatile.Read(ref _lastTold), now);

    /// <summary>The last position that it was told.</summary>
    internal long Told => Volatile.Read(ref _told);

    /// <summary>What to send it last; null while it is welcome, or when it has gone by itself.</summary>
    internal ClosingFrame? Closing => _closing;

    /// <summary>
    /// Ends the stream: a live client after what is queued, one that is behind at once. Any thread; the first reason wins.
    /// </summary>
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
        Interlocked.MemoryBarrier(); // see WaitForRoomAsync
        _awaited?.GiveUp();
        EndPause();
    }

    /// <summary>The log did not give it before, nor any part of it.</summary>
    private bool IsNews(Frame frame) => frame.FirstSequence == 0 || frame.FirstSequence > _cursor;

    /// <summary>
    /// A heartbeat from before something it has had: its id would send a client that reconnects back to there.
    /// </summary>
    private bool IsStale(Frame frame) => frame is HeartbeatFrame && frame.LastSequence < _cursor;

    /// <summary>It has had everything up to there.</summary>
    private void MoveTo(long sequence)
    {
        if (sequence > _cursor)
        {
            Volatile.Write(ref _cursor, sequence);
        }
    }

    /// <summary>With this frame the client learns a position to resume after.</summary>
    private static bool TellsPosition(Frame frame) => frame.LastSequence > 0 || frame is HeartbeatFrame;
}
