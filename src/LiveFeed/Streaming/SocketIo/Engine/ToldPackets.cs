using LiveFeed.Frames;
using LiveFeed.Memory;

namespace LiveFeed.Streaming.SocketIo.Engine;

/// <summary>Packets that wait to be written to one client. Their bytes count as held until they are. Any thread.</summary>
/// <param name="memory">Counts the bytes.</param>
/// <param name="lock">Guards it; may guard other things, too.</param>
internal sealed class ToldPackets(MemoryBudget memory, Lock @lock)
{
    private volatile List<Frame>? _waiting; // null when nothing waits; guarded by the lock, like all below
    private int _bytes; // of what waits, and of what is being written
    private bool _isClosed;

    internal static List<Frame> Nothing { get; } = []; // never changed

    internal bool HasAny => _waiting is not null;

    internal int Bytes => Volatile.Read(ref _bytes);

    /// <summary>Adds a packet; false when so many bytes are unread. A single message may be larger.</summary>
    internal bool TryAdd(Frame packet, int most)
    {
        lock (@lock)
        {
            if (_isClosed || (_bytes > 0 && _bytes > most - packet.WireBytes))
            {
                return false;
            }

            (_waiting ??= []).Add(packet);
            _bytes += packet.WireBytes;
        }

        memory.Take(packet.WireBytes);
        return true;
    }

    /// <summary>Takes all that waits. Whoever takes it returns the bytes when it is written, or never will be.</summary>
    internal (List<Frame> Told, int Bytes) Take()
    {
        if (_waiting is null)
        {
            return (Nothing, 0);
        }

        lock (@lock)
        {
            var told = _waiting ?? Nothing;
            _waiting = null;
            return (told, told.Sum(packet => packet.WireBytes));
        }
    }

    internal void Return(int bytes)
    {
        lock (@lock)
        {
            _bytes -= bytes;
        }

        memory.Return(bytes);
    }

    /// <summary>Lets go of what waits; nothing more is added.</summary>
    internal void Close()
    {
        lock (@lock)
        {
            _isClosed = true;
        }

        Return(Take().Bytes);
    }
}
