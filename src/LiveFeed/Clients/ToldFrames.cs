using LiveFeed.Frames;

namespace LiveFeed.Clients;

/// <summary>
/// Frames that wait to be told: any thread adds one, and any takes all. Empty it holds nothing. A mutable struct: it lives
/// in one field and is never copied.
/// </summary>
internal struct ToldFrames
{
    private Node? _last; // by Interlocked

    internal bool HasAny => Volatile.Read(ref _last) is not null;

    internal void Add(Frame frame)
    {
        var node = new Node(frame);
        do
        {
            node.Before = Volatile.Read(ref _last);
        }
        while (Interlocked.CompareExchange(ref _last, node, node.Before) != node.Before);
    }

    /// <summary>Takes all, in the order in which they were added.</summary>
    /// <returns>Their bytes.</returns>
    internal long TakeInto(List<Frame> frames)
    {
        if (!HasAny)
        {
            return 0;
        }

        var (start, bytes) = (frames.Count, 0L);
        for (var node = Interlocked.Exchange(ref _last, null); node is not null; node = node.Before)
        {
            frames.Add(node.Frame);
            bytes += node.Frame.WireBytes;
        }

        frames.Reverse(start, frames.Count - start);
        return bytes;
    }

    private sealed class Node(Frame frame)
    {
        internal Frame Frame => frame;

        internal Node? Before { get; set; }
    }
}
