using System.Buffers;
using LiveFeed.Frames;

namespace LiveFeed.Log.Tail;

/// <summary>
/// A buffer for a page of a log's memory. It is filled under the log's lock, in some microseconds, and looked at after
/// that. Must be disposed of.
/// </summary>
internal sealed class CopiedFrames : IDisposable
{
    private readonly EventFrame[] _rented = ArrayPool<EventFrame>.Shared.Rent(ReadLimits.PageEvents);
    private int _count;

    internal ReadOnlySpan<EventFrame> Span => _rented.AsSpan(0, _count);

    /// <summary>Copies the events after a sequence and up to another, oldest first.</summary>
    internal void After(FrameRing tail, long sequence, long through, int most) =>
        _count = tail.CopyAfter(sequence, through, _rented.AsSpan(0, Math.Min(most, ReadLimits.PageEvents)));

    /// <summary>Copies the events of all rules after a sequence, oldest first.</summary>
    internal void After(RuleRings tails, long sequence, int most) =>
        _count = tails.CopyAfter(sequence, _rented.AsSpan(0, Math.Min(most, ReadLimits.PageEvents)));

    /// <summary>Copies the events of all rules up to a sequence, newest first.</summary>
    internal void Back(RuleRings tails, long sequence, int most) =>
        _count = tails.CopyBack(sequence, _rented.AsSpan(0, Math.Min(most, ReadLimits.PageEvents)));

    /// <summary>Copies the events up to a sequence and after another, newest first.</summary>
    internal void Back(FrameRing tail, long sequence, long after, int most) =>
        _count = tail.CopyBack(sequence, after, _rented.AsSpan(0, Math.Min(most, ReadLimits.PageEvents)));

    public void Dispose()
    {
        _rented.AsSpan(0, _count).Clear(); // or the pool would keep events that the log has dropped
        ArrayPool<EventFrame>.Shared.Return(_rented);
    }
}
