using LiveFeed.Frames;

namespace LiveFeed.Clients;

/// <summary>
/// Whose turn it is to write to a client's connection: (0) the transport's task, which writes what is queued; (1) nobody's:
/// that task waits; (2) the hub's, which sends a frame on the spot, so that a delivery to a client that keeps up is a system
/// call and little else. The hub takes its turn only from (1) and gives it back at once; the task waits it out, spinning. A
/// mutable struct: it lives in one field and is never copied.
/// </summary>
internal struct DirectWriteTurn
{
    private const int Transport = 0; // the first turn is its
    private const int Nobody = 1;
    private const int Hub = 2;

    private IDirectConnection? _connection; // null when the transport has no such way; written in its turn only, as the next
    private FrameEncoder? _encoder;
    private int _turn; // by Interlocked

    /// <summary>
    /// From the next <see cref="Park"/> on the hub may write this way. To be called in the transport's turn.
    /// </summary>
    internal void Open(DirectWrite? direct) => (_connection, _encoder) = (direct?.Connection, direct?.Encoder);

    /// <summary>The transport's task is about to wait.</summary>
    internal void Park() => Volatile.Write(ref _turn, Nobody);

    /// <summary>The transport's task goes on; when the hub is sending, after that.</summary>
    internal void Resume()
    {
        var spin = default(SpinWait);
        while (Interlocked.CompareExchange(ref _turn, Transport, Nobody) == Hub)
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    /// <summary>The hub may send now, until it gives its turn back.</summary>
    internal bool TryTake() => _connection is not null && Interlocked.CompareExchange(ref _turn, Hub, Nobody) == Nobody;

    /// <summary>The transport's task is at work: it writes, or is about to.</summary>
    internal readonly bool IsTransports => Volatile.Read(in _turn) == Transport;

    /// <summary>To be called by the hub in its turn.</summary>
    internal readonly SendOutcome TrySend(Frame frame) => _connection!.TrySend(frame.Encoded(_encoder!));

    internal void GiveBack() => Volatile.Write(ref _turn, Nobody);
}
