using LiveFeed.Frames;
using LiveFeed.Log.Trimming;
using LiveFeed.Log.Runs;
using LiveFeed.Log.Topics;

namespace LiveFeed.Log.Tail;

/// <summary>
/// What a SQLite log has in memory: the newest events, what is retained of each topic, and how far everything has come.
/// Not thread-safe: its log's lock guards it, but for <see cref="Head"/>, <see cref="Trimmed"/> and <see cref="Runs"/>, which any thread may read.
/// <para>
/// Sequences, in rising order: trimmed (no longer retained), the tail's floor (older ones are only in the file), written
/// (in the file), head (readable), last (given out). At <c>commit</c> the head is what is written; else it is the last.
/// </para>
/// </summary>
internal sealed class LogTail(FrameRing tail, TopicLedger ledger, LogRuns runs, RetentionRules rules, long[] trimmed)
{
    // Events kept in memory so that clients a little behind never touch the file: a second of heavy load, a few megabytes.
    internal const int TailEvents = 16_384;
    internal const long TailBytes = 32 << 20;

    private readonly FreshFrames _fresh = new();

    // As Trimmed, but only what was trimmed since the start: what the tail was loaded with was all retained. Replaced, never
    // written to; read by any thread.
    private volatile long[] _gone = new long[rules.Count];
    private long _head = runs.Current;

    internal TopicLedger Ledger => ledger;

    internal LogRuns Runs => runs;

    /// <summary>Of each retention rule, the sequence of the last event that was trimmed. Replaced when one rises, never written to.</summary>
    internal long[] Trimmed { get; private set; } = trimmed;

    internal long Floor => tail.Floor;

    internal long Written { get; private set; } = runs.Current;

    internal long Head => Volatile.Read(ref _head);

    internal long Last { get; private set; } = runs.Current;

    /// <summary>Bytes of the events that are given out but not written.</summary>
    internal long PendingBytes { get; private set; }

    internal EventFrame? Find(string id) => tail.Find(id) is { } frame && IsRetained(frame) ? frame : null;

    /// <summary>A retained event above the floor.</summary>
    internal EventFrame? At(long sequence) => tail.At(sequence) is { } frame && IsRetained(frame) ? frame : null;

    /// <summary>The tail may still have it when it has been trimmed, for of other rules older events may stay. Any thread.</summary>
    internal bool IsRetained(EventFrame frame)
    {
        var gone = _gone;
        foreach (var through in gone)
        {
            if (frame.Sequence <= through)
            {
                return frame.Sequence > gone[rules.RuleOf(frame.Event.Topic)];
            }
        }

        return true;
    }

    internal void Append(AppendPlan plan)
    {
        foreach (var frame in plan.New)
        {
            tail.Append(frame);
            _fresh.Add(frame);
            PendingBytes += frame.Event.Size;
        }

        Last += plan.New.Count;
    }

    internal void MakeReadable(long through)
    {
        for (var i = tail.IndexAfter(_head); i < tail.Count && tail[i].Sequence <= through; i++)
        {
            ledger.Add(LedgerRow.Of(tail[i], tail[i].Event.StoredBytes));
        }

        Volatile.Write(ref _head, Math.Max(_head, through));
    }

    /// <summary>The next events to write, oldest first.</summary>
    internal List<EventFrame> Unwritten(int limit)
    {
        var frames = new List<EventFrame>();
        for (var i = tail.IndexAfter(Written); i < tail.Count && frames.Count < limit; i++)
        {
            frames.Add(tail[i]);
        }

        return frames;
    }

    /// <summary>These, the next unwritten, are in the file now: memory may let go of them when it has newer ones enough.</summary>
    internal void Wrote(List<EventFrame> frames)
    {
        Written = frames[^1].Sequence;
        PendingBytes -= frames.Sum(frame => (long)frame.Event.Size);
        MakeReadable(Written);
        while (tail.Count > 0 && tail[0].Sequence <= Written && (tail.Count > TailEvents || tail.Bytes > TailBytes))
        {
            tail.RemoveFirst();
        }
    }

    /// <summary>Forgets what is unwritten. Its sequences stay unused: who knows what the disk has of them.</summary>
    internal void DropUnwritten()
    {
        while (tail.Count > 0 && tail[tail.Count - 1].Sequence > Written)
        {
            PendingBytes -= tail.RemoveLast().Event.Size;
        }
    }

    /// <summary>These, the oldest of a retention rule, are no longer retained.</summary>
    internal void Forget(int rule, IReadOnlyList<LedgerRow> gone)
    {
        if (gone.Count == 0)
        {
            return;
        }

        foreach (var row in gone)
        {
            ledger.Remove(row);
        }

        (Trimmed, _gone) = (WithMark(Trimmed, rule, gone[^1].Sequence), WithMark(_gone, rule, gone[^1].Sequence));
        while (tail.Count > 0 && tail[0].Sequence <= Written && !IsRetained(tail[0]))
        {
            tail.RemoveFirst();
        }
    }

    /// <summary>Copies what follows a page's start, which must be the floor or after it; says whether that is all there is to read.</summary>
    internal bool CopyAfter(CopiedFrames copied, PageBuilder page)
    {
        var through = Math.Min(_head, page.End);
        copied.After(tail, page.Through, through, page.Room);
        return copied.Span.Length < page.Room || tail.IndexAfter(copied.Span[^1].Sequence) >= tail.IndexAfter(through);
    }

    /// <summary>Copies what stands before a sequence and is not in the file yet, newest first; says whether that is all of it.</summary>
    internal bool CopyUnwrittenBack(CopiedFrames copied, long before, int most)
    {
        copied.Back(tail, Math.Min(_head, before - 1), Written, most);
        return copied.Span.Length < most;
    }

    /// <summary>Copies what stands before a sequence, newest first.</summary>
    internal void CopyBack(CopiedFrames copied, long before) =>
        copied.Back(tail, Math.Min(_head, before - 1), after: 0, ReadLimits.PageEvents);

    /// <summary>The last sequence before the first event of a time or later, where the tail can tell.</summary>
    internal long? SequenceBefore(DateTimeOffset time) =>
        tail.Count > 0 && tail[0].Event.Time < time ? Math.Min(tail.SequenceBefore(time) ?? _head, _head) : null;

    // A mark rises only: after a change of the rules it may be past what is trimmed now.
    private static long[] WithMark(long[] marks, int rule, long sequence)
    {
        var changed = (long[])marks.Clone();
        changed[rule] = Math.Max(changed[rule], sequence);
        return changed;
    }
}
