using LiveFeed.Frames;
using LiveFeed.Log.Trimming;
using LiveFeed.Log.Runs;
using LiveFeed.Log.Topics;

namespace LiveFeed.Log.Tail;

/// <summary>Copies of what is in memory, made under the lock and looked at after it.</summary>
internal sealed partial class LogTail
{
    /// <summary>Copies what follows a page's start, which must be the floor or after it; says whether that is all there is to read.</summary>
    internal bool CopyAfter(CopiedFrames copied, PageBuilder page)
    {
        var through = Math.Min(_head, page.End);
        copied.After(ring, page.Through, through, page.Room);
        return copied.Span.Length < page.Room || ring.IndexAfter(copied.Span[^1].Sequence) >= ring.IndexAfter(through);
    }

    /// <summary>Copies what stands before a sequence and is not in the store yet, newest first; says whether that is all of it.</summary>
    internal bool CopyUnwrittenBack(CopiedFrames copied, long before, int most)
    {
        copied.Back(ring, Math.Min(_head, before - 1), Written, most);
        return copied.Span.Length < most;
    }

    /// <summary>Copies what stands before a sequence, newest first.</summary>
    internal void CopyBack(CopiedFrames copied, long before) =>
        copied.Back(ring, Math.Min(_head, before - 1), after: 0, ReadLimits.PageEvents);

    /// <summary>The last sequence before the first event of a time or later, where memory can tell.</summary>
    internal long? SequenceBefore(DateTimeOffset time) =>
        ring.Count > 0 && ring[0].Event.Time < time ? Math.Min(ring.SequenceBefore(time) ?? _head, _head) : null;

    // A mark rises only: after a change of the rules it may be past what is trimmed now.
}
