using LiveFeed.Frames;
using LiveFeed.Memory;

namespace LiveFeed.Clients;

/// <summary>
/// What is in memory for this client: frames in its queue, frames that were read and are not written yet, and bytes of its
/// own that its connection has not taken.
/// </summary>
internal sealed partial class FeedClient
{
    // Who waits for room longer is told to come back: others hold everything and go on taking.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly List<Frame> _holding = []; // read and not written yet; for whose turn it is
    private long _holdingBytes; // of these, and what follows; written by whose turn it is, read by any
    private long _own; // of these, what its connection has not taken; the transport's task only
    private long _lastBytes; // what is held of where its first events stand; the transport's task only
    private long _queuedBytes; // ever queued; written by the hub's task, read by any
    private long _takenBytes; // of these, taken; written by the transport's task, read by any
    private volatile bool _evicted; // set once, by the hub
    // the room that it waits for; written by the transport's task, read by whoever ends it
    private volatile MemoryRequest? _awaited;

    /// <summary>Bytes that would not be held without it, or that it holds with others.</summary>
    internal long HeldBytes =>
        Volatile.Read(ref _holdingBytes) + Volatile.Read(ref _lastBytes) + Volatile.Read(ref _toTellBytes) +
        Math.Max(0, Volatile.Read(ref _queuedBytes) - Volatile.Read(ref _takenBytes));

    /// <summary>It was cut off because others needed the memory.</summary>
    internal bool IsEvicted => _evicted;

    /// <summary>
    /// How much its connection has taken, in a measure that grows; null for one that waits for nothing but room, or for
    /// nothing. Any thread.
    /// </summary>
    internal long? TakenWhileMoreWaits()
    {
        if (_awaited is not null)
        {
            return null;
        }

        var (taken, waits) = _peer?.Look() ?? new PeerProgress(LastWrite, _directTurn.IsTransports);
        return waits ? taken : null;
    }

    /// <summary>Ends it at once: it loses nothing that is retained, for it comes back by its position.</summary>
    internal void Evict()
    {
        _evicted = true;
        _ = EndAsync();
    }

    /// <summary>
    /// Counts bytes that wait in its connection's own buffers, in place of those before. For the task of its transport only.
    /// </summary>
    internal void OwnUnsent(long bytes)
    {
        _held.Take(bytes);
        _held.Return(_own);
        Volatile.Write(ref _holdingBytes, _holdingBytes + bytes - _own);
        _own = bytes;
    }

    /// <summary>What was read has been written, or never will be. For whose turn it is.</summary>
    internal void LetGo()
    {
        foreach (var frame in _holding)
        {
            _held.LetGo(frame);
        }

        _holding.Clear();
        LetGoOfTold();
        _held.Return(_own);
        _own = 0;
        Volatile.Write(ref _holdingBytes, 0);
    }

    /// <summary>It has left: nothing is queued for it any more, and all that it held is let go.</summary>
    internal void LetGoOfAll()
    {
        Abort();
        while (_queue.Reader.TryRead(out var frame))
        {
            _held.LetGo(frame);
        }

        LetGo();
        DropTold();
        DisownLast();
        Volatile.Read(ref _changes)?.Leave();
    }

    // Eight bytes each, of what may be as many as are retained. False when the stream is to end.
    private async ValueTask<bool> TryOwnLastAsync(int sequences)
    {
        var bytes = sizeof(long) * (long)sequences;
        var hasRoom = await TakeRoomAsync(bytes);
        _lastBytes = hasRoom ? bytes : 0;
        return hasRoom;
    }

    private void DisownLast()
    {
        _held.Return(_lastBytes);
        _lastBytes = 0;
        _last = default;
    }

    // The frame is counted by who calls: it was in the queue, or read.
    private void Keep(Frame frame)
    {
        if (frame.HeldBytes > 0)
        {
            _holding.Add(frame);
            Volatile.Write(ref _holdingBytes, _holdingBytes + frame.HeldBytes);
        }
    }

    /// <summary>
    /// Takes room for what is about to be read, waiting for it for a while; false when the stream is to end.
    /// </summary>
    private async ValueTask<bool> TakeRoomAsync(long bytes)
    {
        if (_held.TryTake(bytes) || await WaitForRoomAsync(bytes))
        {
            return true;
        }

        if (!_ended)
        {
            Close(CloseReason.Unavailable);
        }

        return false;
    }

    // Who asks for much could let nobody else have any: it has it at once, or not.
    private async ValueTask<bool> WaitForRoomAsync(long bytes)
    {
        if (bytes > _held.Limit / 4)
        {
            return false;
        }

        var room = _held.Ask(bytes);
        _awaited = room;
        Interlocked.MemoryBarrier(); // whoever ends it sees the request, or this the end: see Abort
        if (_ended)
        {
            room.GiveUp();
        }

        using (_time.CreateTimer(
            static room => ((MemoryRequest)room!).GiveUp(), room, LongestWait, Timeout.InfiniteTimeSpan))
        {
            var hasRoom = await room.Answer;
            _awaited = null;
            return hasRoom;
        }
    }
}
