using LiveFeed.Frames;
using LiveFeed.Memory;

namespace LiveFeed.Clients;

/// <summary>
/// The memory held for this client: queued frames, frames that were read and are not written yet, and its own bytes that its
/// connection has not taken.
/// </summary>
internal sealed partial class FeedClient
{
    // A client that waits longer for room is told to reconnect: the others hold all the memory and still take events.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    // Read and not written yet; null while the client waits and has all. Only the side whose turn it is uses it.
    private List<Frame>? _holding;
    private long _holdingBytes; // bytes of _holding, and _own; written by the side whose turn it is, read by any thread
    private long _own; // of these, bytes that its connection has not taken; the transport's task only
    private long _lastBytes; // bytes of the sequences of its first events; the transport's task only
    private long _queuedBytes; // bytes ever queued; written by the hub's task, read by any thread
    private long _takenBytes; // of these, bytes taken; written by the transport's task, read by any thread
    private volatile bool _evicted; // set once, by the hub
    // the room that it waits for; written by the transport's task, read by the thread that ends the client
    private volatile MemoryRequest? _awaited;

    /// <summary>Bytes that it holds, alone or together with other clients.</summary>
    internal long HeldBytes =>
        Volatile.Read(ref _holdingBytes) + Volatile.Read(ref _lastBytes) + Volatile.Read(ref _toTellBytes) +
        Math.Max(0, Volatile.Read(ref _queuedBytes) - Volatile.Read(ref _takenBytes));

    /// <summary>It was cut off because others needed the memory.</summary>
    internal bool IsEvicted => _evicted;

    /// <summary>
    /// How much its connection has taken, as a number that grows. Null when nothing waits for the connection, or when the
    /// client waits for room. Any thread.
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

    /// <summary>Ends it at once. It loses nothing that is retained, because it reconnects with its position.</summary>
    internal void Evict()
    {
        _evicted = true;
        _ = EndAsync();
    }

    /// <summary>
    /// Sets how many bytes wait in its connection's own buffers. Only the task of its transport calls this.
    /// </summary>
    internal void OwnUnsent(long bytes)
    {
        _held.Take(bytes);
        _held.Return(_own);
        Volatile.Write(ref _holdingBytes, _holdingBytes + bytes - _own);
        _own = bytes;
    }

    /// <summary>
    /// Releases what was read: it is written, or never will be. Only the side whose turn it is calls this.
    /// </summary>
    internal void LetGo()
    {
        if (_holding is { } holding)
        {
            foreach (var frame in holding)
            {
                _held.LetGo(frame);
            }

            holding.Clear();
        }

        LetGoOfTold();
        _held.Return(_own);
        _own = 0;
        Volatile.Write(ref _holdingBytes, 0);
    }

    /// <summary>The client has left: empties its queue and releases all that it held.</summary>
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
        LeaveChanges();
    }

    // Eight bytes a sequence, and as many sequences as retained events at worst. False when the stream must end.
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

    // An idle client has no list.
    private void DropEmptyHolding()
    {
        if (_holding is { Count: 0 })
        {
            _holding = null;
        }
    }

    // The caller has counted the frame already, when it was queued or read.
    private void Keep(Frame frame)
    {
        if (frame.HeldBytes > 0)
        {
            (_holding ??= []).Add(frame);
            Volatile.Write(ref _holdingBytes, _holdingBytes + frame.HeldBytes);
        }
    }

    /// <summary>Takes room for the next read, and waits a while for it. False when the stream must end.</summary>
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

    // A large request in the line would leave no room for anyone else. So it gets its room at once or not at all.
    private async ValueTask<bool> WaitForRoomAsync(long bytes)
    {
        if (bytes > _held.Limit / 4)
        {
            return false;
        }

        var room = _held.Ask(bytes);
        _awaited = room;
        Interlocked.MemoryBarrier(); // either Abort sees _awaited, or this thread sees _ended
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
