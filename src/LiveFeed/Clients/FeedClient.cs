using System.Threading.Channels;
using LiveFeed.Clients.Direct;
using LiveFeed.Clients.Renewing;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Memory;

namespace LiveFeed.Clients;

/// <summary>
/// One connection: a cursor on the log, and a bounded channel as a short cut while the client keeps up.
/// <para>
/// Two sides use it, each from one task. Its lane of the hub offers frames and never waits (<c>FeedClient.Offering.cs</c>).
/// Its transport reads them (<c>FeedClient.Reading.cs</c>, and from the log <c>FeedClient.CatchingUp.cs</c>). A client is in
/// one of three states. (1) Behind: it is offered no logged events, and reads the log page by page. (2) Rejoining: offers
/// are queued again, and it reads what the log had before the first of them. (3) Live: it reads the queue only. While the
/// queue is empty and it waits, the hub writes past the queue (<see cref="DirectWriteTurn"/>). When the queue overflows, it
/// reads the queue to its end and goes back to (1). Nothing is lost or sent twice: an event is in the log before it is
/// offered, and the reader skips queued events that the log gave. When the queue overflows, the hub notes how far everything
/// was queued. A client with quiet topics goes on from there, and not from its own last event, which retention may have
/// passed.
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

    // Cache lines decide what a delivery to thousands of clients costs. So all that a delivery touches is in this object.
    private DirectWriteTurn _directTurn;
    private long _cursor; // written by the side whose turn it is, read by operators
    private long _sent; // written by the side whose turn it is, read by operators
    private long _lastWrite; // a timestamp; written by the side whose turn it is, read by the hub
    // timestamp of the last position told; written by the side whose turn it is, read by the hub, like the next
    private long _lastTold;
    private long _told; // which position that was
    private long _enqueued; // events ever queued (a frame without any counts 1); written by the hub's task, read by any
    private long _taken; // of these, taken; written by the transport's task, read by any thread

    // True in (2) and (3). The transport's task sets it. Only the hub clears it, when the queue is full.
    private volatile bool _accepts;

    // When the hub cleared _accepts, everything for the client up to this sequence had been queued. Written before _accepts.
    // The transport's task reads it after _accepts: the client goes on here in the log, however old its own last event is.
    private long _queuedThrough;

    private volatile bool _beats; // a heartbeat is queued; the hub sets it, the transport's task clears it
    private volatile ClosingFrame? _closing; // set once, by Close
    private volatile bool _ended; // set by Close and Abort

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

    /// <summary>Its public name, see <see cref="Events.Subscription.MemberId"/>.</summary>
    internal string MemberId => Subscription.MemberId ?? Id;

    /// <summary>It has the member id of a client that was there before, maybe at another node.</summary>
    internal bool IsBack { get; init; }

    /// <summary>Which client this is since the start, counted from 1.</summary>
    internal long Number { get; init; }

    /// <summary>What it gets. Written by the task of its transport, read by any thread.</summary>
    internal Subscription Subscription
    {
        get => Volatile.Read(ref _subscription);
        private set => Volatile.Write(ref _subscription, value);
    }

    internal string Transport { get; }

    /// <summary>Whose stream it is, and until when; newer credentials move its end.</summary>
    internal StreamAccess Access { get => field ??= new StreamAccess(AccessGrant.Nobody); init; }

    internal DateTimeOffset Since { get; }

    /// <inheritdoc cref="JoinRequest.IsPolled"/>
    internal bool IsPolled { get; init; }

    /// <summary>Where its stream starts, for the first frame. Set by <see cref="StartAsync"/>.</summary>
    internal ClientStart Start { get; private set; }

    /// <summary>Events written to its socket.</summary>
    internal long Sent => Volatile.Read(ref _sent);

    /// <summary>Events that wait for it in memory.</summary>
    internal int Queued => (int)Math.Max(0, Volatile.Read(ref _enqueued) - Volatile.Read(ref _taken));

    /// <summary>
    /// How many events it is behind: for a live client what is queued, for others the log's events after its cursor.
    /// </summary>
    internal long Lag => _accepts ? Queued : _log.CountBetween(Volatile.Read(ref _cursor), _log.Head);

    /// <summary>The time since it was last told a position, by an event or a heartbeat.</summary>
    internal TimeSpan UntoldFor(long now) => _time.GetElapsedTime(Volatile.Read(ref _lastTold), now);

    /// <summary>The last position that it was told.</summary>
    internal long Told => Volatile.Read(ref _told);

    /// <summary>
    /// Whether its stream has told this position: no earlier than its first frame, no later than its last. Any thread.
    /// </summary>
    internal bool WasTold(Position position)
    {
        var epochs = _log.Epochs;
        return position == Start.Position ||
            (epochs.SequenceOf(position) is { } sequence && sequence <= Told &&
            sequence > (epochs.SequenceOf(Start.Position) ?? epochs.Base - 1));
    }

    /// <summary>The last sequence of the log now.</summary>
    internal long Head => _log.Head;

    /// <summary>
    /// The client has everything up to here. Right only while its transport waits, when all that was read is written.
    /// </summary>
    internal Position Reached => _log.Epochs.PositionOf(Volatile.Read(ref _cursor));

    /// <summary>Whether the client has everything up to a sequence. Right as <see cref="Reached"/> is.</summary>
    internal bool HasReached(long sequence) => Volatile.Read(ref _cursor) >= sequence;

    /// <summary>Its stream is to end, or has ended.</summary>
    internal bool HasEnded => _ended;

    /// <summary>
    /// Called when its stream is to end, maybe more than once. Any thread; must not block or throw. Set by the transport's
    /// task, which then looks at <see cref="HasEnded"/>.
    /// </summary>
    internal Action? Ending { get; set; }

    /// <summary>The last frame to send; null until it is closed, and when the client left by itself.</summary>
    internal ClosingFrame? Closing => _closing;

    /// <summary>An administrator has ended it for good. It may be connected until it has taken its last frame.</summary>
    internal bool IsKicked => _closing?.Reason == CloseReason.Kicked;

    /// <summary>
    /// Ends the stream: for a live client after what is queued, otherwise at once. Any thread; the first reason wins.
    /// </summary>
    internal void Close(CloseReason reason)
    {
        if (Interlocked.CompareExchange(ref _closing, new ClosingFrame(reason), null) is null)
        {
            Abort();
        }
    }

    /// <summary>Ends the stream without a last frame, because the client has gone. Any thread.</summary>
    internal void Abort()
    {
        _ended = true;
        _queue.Writer.TryComplete();
        Interlocked.MemoryBarrier(); // see WaitForRoomAsync
        _awaited?.GiveUp();
        EndPause();
        Ending?.Invoke();
    }

    /// <summary>The client has no part of it from the log yet.</summary>
    private bool IsNews(Frame frame) => frame.FirstSequence == 0 || frame.FirstSequence > _cursor;

    /// <summary>A heartbeat from before the cursor. With its id a client that reconnects would start too early.</summary>
    private bool IsStale(Frame frame) => frame is HeartbeatFrame && frame.LastSequence < _cursor;

    /// <summary>The client has everything up to there.</summary>
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
