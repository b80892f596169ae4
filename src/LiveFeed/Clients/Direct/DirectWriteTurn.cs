using LiveFeed.Frames;

namespace LiveFeed.Clients.Direct;

/// <summary>
/// Whose turn it is to write to a client's connection. (0) The transport's task: it writes what is queued. (1) Nobody: that
/// task waits. (2) The hub, or whoever answers the client: it sends a frame at once, so that a delivery to a client that
/// keeps up costs little more than a system call. That turn is taken only from (1) and given back at once; meanwhile the
/// task spins. A mutable struct: it lives in one field and is never copied.
/// </summary>
internal struct DirectWriteTurn
{
    private const int Transport = 0; // it has the first turn
    private const int Nobody = 1;
    private const int Hub = 2;

    private IDirectConnection? _connection; // null without a direct way; written only in the transport's turn, like the next
    private FrameEncoder? _encoder;
    private int _turn; // by Interlocked

    /// <summary>From the next <see cref="Park"/> on the hub may write this way. Call it in the transport's turn.</summary>
    internal void Open(DirectWrite? direct) => (_connection, _encoder) = (direct?.Connection, direct?.Encoder);

    /// <summary>The transport's task is about to wait.</summary>
    internal void Park() => Volatile.Write(ref _turn, Nobody);

    /// <summary>The transport's task goes on. While the hub is sending, it waits.</summary>
    internal void Resume()
    {
        var spin = default(SpinWait);
        while (Interlocked.CompareExchange(ref _turn, Transport, Nobody) == Hub)
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    /// <summary>The caller may send now, until it gives its turn back.</summary>
    internal bool TryTake() => _connection is not null && Interlocked.CompareExchange(ref _turn, Hub, Nobody) == Nobody;

    /// <summary>The transport's task is at work: it writes, or is about to.</summary>
    internal readonly bool IsTransports => Volatile.Read(in _turn) == Transport;

    /// <summary>Only in the hub's turn.</summary>
    internal readonly SendOutcome TrySend(Frame frame) => _connection!.TrySend(_encoder!.BytesOf(frame));

    internal void GiveBack() => Volatile.Write(ref _turn, Nobody);
}
