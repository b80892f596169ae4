namespace LiveFeed.Log.Tail;

/// <summary>Reads from memory: a page is copied under the tail's gate and looked at after that.</summary>
internal abstract partial class TailedLog
{
    // Null when the page starts below the floor: memory does not have all of it.
    private LogPage? ReadMemory(LogTail tail, PageBuilder page, long? trimmed = null)
    {
        using var copied = new CopiedFrames();
        long[] marks;
        long head;
        bool isAll;
        lock (tail.Gate)
        {
            if (page.Through < tail.Floor)
            {
                return null;
            }

            isAll = tail.CopyAfter(copied, page);
            head = tail.Head;
            marks = tail.Trimmed;
        }

        isAll &= page.Show(copied.Span, tail.Retained);
        if (isAll && page.End == long.MaxValue)
        {
            page.Pass(head);
        }

        return page.Build(trimmed ?? _rules.TrimmedFor(page.Subscription, marks), reachedEnd: isAll);
    }

    // Shows the events before the page's start that the store does not have. True when all of them were shown.
    private static bool ShowUnwrittenBack(LogTail tail, PageBuilder page, out long written)
    {
        using var copied = new CopiedFrames();
        bool isAll;
        lock (tail.Gate)
        {
            isAll = tail.CopyUnwrittenBack(copied, page.Through, page.Room);
            written = tail.Written;
        }

        return page.Show(copied.Span, tail.Retained) && isAll;
    }

    // Shows events before a sequence, newest first. False when memory has none of them: the store has them all.
    private static bool ShowMemoryBack(LogTail tail, NewestCollector last, ref long before)
    {
        using var copied = new CopiedFrames();
        lock (tail.Gate)
        {
            tail.CopyBack(copied, before);
        }

        foreach (var frame in copied.Span)
        {
            before = frame.Sequence;
            if (tail.IsRetained(frame))
            {
                last.Show(frame);
            }
        }

        return copied.Span.Length > 0;
    }

    // Null when the first sequences must be read from the store; "older" is their number.
    private static SequencePage? PickFromMemory(LogTail tail, ReadOnlySpan<long> sequences, out int older)
    {
        older = 0;
        long floor;
        lock (tail.Gate)
        {
            floor = tail.Floor;
            if (sequences.IsEmpty || sequences[0] > floor)
            {
                return SequencePage.Of(sequences, tail.At);
            }
        }

        var most = sequences[..Math.Min(sequences.Length, ReadLimits.PageEvents)];
        if (CountThrough(most, tail.Epochs.Base) is > 0 and var gone)
        {
            return new SequencePage([], gone); // of an earlier epoch
        }

        // The floor may rise meanwhile, so what is above it now is left to the next page.
        older = CountThrough(most, floor);
        return null;
    }

    private static int CountThrough(ReadOnlySpan<long> sequences, long last)
    {
        var index = sequences.BinarySearch(last);
        return index < 0 ? ~index : index + 1;
    }

    private static long? FindInMemory(LogTail tail, DateTimeOffset time, out long floor)
    {
        lock (tail.Gate)
        {
            floor = tail.Floor;
            return tail.SequenceBefore(time);
        }
    }
}
