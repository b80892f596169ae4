using LiveFeed.Events;
using LiveFeed.Frames;

namespace LiveFeed.Log.Tail;

/// <summary>
/// The newest events of a log in memory, oldest first, in a ring that grows. Sequences rise but may have holes. Every
/// retained event after <see cref="Floor"/> is here. Not thread-safe: its log's lock guards it.
/// </summary>
internal sealed class FrameRing(long floor)
{
    private readonly Dictionary<string, EventFrame> _byId = [];

    // A power of two, so that an index wraps with a mask; _first is the ring's index of the oldest.
    private EventFrame?[] _ring = new EventFrame?[1_024];
    private int _first;

    internal long Floor { get; private set; } = floor;

    internal int Count { get; private set; }

    /// <summary>The sum of <see cref="FeedEvent.Size"/> of all events here.</summary>
    internal long Bytes { get; private set; }

    internal EventFrame this[int index] => _ring[(_first + index) & (_ring.Length - 1)]!;

    internal void Append(EventFrame frame)
    {
        if (Count == _ring.Length)
        {
            Grow();
        }

        _ring[(_first + Count++) & (_ring.Length - 1)] = frame;
        Bytes += frame.Size;
        if (frame.Event.Id is { } id)
        {
            _byId[id] = frame;
        }
    }

    internal EventFrame RemoveFirst()
    {
        var frame = this[0];
        _ring[_first] = null;
        _first = (_first + 1) & (_ring.Length - 1);
        Floor = frame.Sequence;
        return Forget(frame);
    }

    internal EventFrame RemoveLast()
    {
        var frame = this[Count - 1];
        _ring[(_first + Count - 1) & (_ring.Length - 1)] = null;
        return Forget(frame);
    }

    internal EventFrame? Find(string id) => _byId.GetValueOrDefault(id);

    internal EventFrame? At(long sequence) =>
        IndexAfter(sequence - 1) is var i && i < Count && this[i].Sequence == sequence ? this[i] : null;

    /// <summary>The index of the first event after a sequence; <see cref="Count"/> when there is none.</summary>
    internal int IndexAfter(long sequence)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = this[middle].Sequence > sequence ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    /// <summary>Copies the events after a sequence and up to another, oldest first, as many as fit; says how many.</summary>
    internal int CopyAfter(long sequence, long through, Span<EventFrame> target)
    {
        var start = IndexAfter(sequence);
        var count = Math.Clamp(IndexAfter(through) - start, 0, target.Length);
        for (var i = 0; i < count; i++)
        {
            target[i] = this[start + i];
        }

        return count;
    }

    /// <summary>Copies the events up to a sequence and after another, newest first, as many as fit; says how many.</summary>
    internal int CopyBack(long sequence, long after, Span<EventFrame> target)
    {
        var end = IndexAfter(sequence);
        var count = Math.Clamp(end - IndexAfter(after), 0, target.Length);
        for (var i = 0; i < count; i++)
        {
            target[i] = this[end - 1 - i];
        }

        return count;
    }

    /// <summary>The last sequence before the first event of a time or later; null when there is none.</summary>
    internal long? SequenceBefore(DateTimeOffset time)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = this[middle].Event.Time >= time ? (low, middle) : (middle + 1, high);
        }

        return low == Count ? null : this[low].Sequence - 1;
    }

    private EventFrame Forget(EventFrame frame)
    {
        Count--;
        Bytes -= frame.Size;
        if (frame.Event.Id is { } id && ReferenceEquals(_byId.GetValueOrDefault(id), frame))
        {
            _byId.Remove(id);
        }

        return frame;
    }

    private void Grow()
    {
        var larger = new EventFrame?[_ring.Length * 2];
        for (var i = 0; i < Count; i++)
        {
            larger[i] = this[i];
        }

        (_ring, _first) = (larger, 0);
    }
}
