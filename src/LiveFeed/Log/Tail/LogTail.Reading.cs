using LiveFeed.Events;
using LiveFeed.Frames;

namespace LiveFeed.Log.Tail;

/// <summary>Answers readers and copies events for them.</summary>
internal sealed partial class LogTail
{
    /// <summary>Where a reader that has reached a sequence goes on. Any thread.</summary>
    internal PageStart StartAfter(long sequence)
    {
        if (sequence >= Epochs.Base)
        {
            return runs.StartAfter(sequence, Head);
        }

        var start = runs.StartAfter(Epochs.Base, Head);
        return start with { Gap = new LogGap(sequence, start.Gap?.Before ?? Epochs.Base + 1, GapReason.Epoch) };
    }

    /// <summary>The loss directly after a sequence that a reader has reached; null when none. Any thread.</summary>
    internal LogGap? LossAt(long sequence, bool mayBeAhead) =>
        sequence < Epochs.Base ? StartAfter(sequence).Gap : runs.LossAt(sequence, Head, mayBeAhead);

    /// <summary>How many events of this epoch are between two sequences. Any thread.</summary>
    internal long CountBetween(long after, long through) =>
        runs.CountBetween(Math.Max(Math.Max(after, Epochs.Base), Math.Min(Uncounted, runs.Current)), through);

    /// <summary>Whether a keyed event has a later value. Any thread.</summary>
    internal bool IsSuperseded(EventFrame frame)
    {
        lock (Gate)
        {
            return ledger.IsSuperseded(frame);
        }
    }

    internal EventFrame? Find(string id) => ring.Find(id) is { } frame && IsRetained(frame) ? frame : null;

    /// <summary>A retained event above the floor.</summary>
    internal EventFrame? At(long sequence) => ring.At(sequence) is { } frame && IsRetained(frame) ? frame : null;

    /// <summary><see cref="IsRetained"/>, made once: every read asks it.</summary>
    internal Func<EventFrame, bool> Retained => field ??= IsRetained;

    /// <summary>
    /// False for a trimmed event, which may still be here behind older events of other rules. Any thread.
    /// </summary>
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

    /// <summary>Whether retention has removed an event, or may before long. Any thread.</summary>
    internal bool IsAging(TopicName topic, long sequence, TimeSpan age)
    {
        var rule = rules.RuleOf(topic);
        lock (Gate)
        {
            var trimmed = Math.Max(Trimmed[rule], Epochs.Base);
            return rules.BoundsOf(rule).IsAging(ledger[rule], trimmed, sequence, _head, age);
        }
    }

    /// <summary>As <see cref="IEventLog.LatestOf"/>. Any thread.</summary>
    internal long LatestOf(TopicName topic, string key)
    {
        lock (Gate)
        {
            return ledger.LatestOf(topic, key);
        }
    }

    /// <summary>
    /// Copies the events after a page's start, which must be the floor or after it. True when that is all.
    /// </summary>
    internal bool CopyAfter(CopiedFrames copied, PageBuilder page)
    {
        var through = Math.Min(_head, page.End);
        copied.After(ring, page.Through, through, page.Room);
        return copied.Span.Length < page.Room || ring.IndexAfter(copied.Span[^1].Sequence) >= ring.IndexAfter(through);
    }

    /// <summary>
    /// Copies the events before a sequence that are not in the store yet, newest first. True when that is all of them.
    /// </summary>
    internal bool CopyUnwrittenBack(CopiedFrames copied, long before, int most)
    {
        copied.Back(ring, Math.Min(_head, before - 1), Written, most);
        return copied.Span.Length < most;
    }

    /// <summary>Copies the events before a sequence, newest first.</summary>
    internal void CopyBack(CopiedFrames copied, long before) =>
        copied.Back(ring, Math.Min(_head, before - 1), after: 0, ReadLimits.PageEvents);

    /// <summary>The last sequence before the first event of a time or later; null when unknown here.</summary>
    internal long? SequenceBefore(DateTimeOffset time) =>
        ring.Count > 0 && ring[0].Event.Time < time ? Math.Min(ring.SequenceBefore(time) ?? _head, _head) : null;
}
