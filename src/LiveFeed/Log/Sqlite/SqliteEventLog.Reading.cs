using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Log.Tail;
using LiveFeed.Log.Topics;

namespace LiveFeed.Log.Sqlite;

/// <summary>The readers' side: what is not in memory is read from the file, outside the lock.</summary>
internal sealed partial class SqliteEventLog
{
    public ValueTask<LogPage> ReadAsync(
        long after, Subscription? subscription, int limit, bool conflate, CancellationToken cancellationToken)
    {
        PageBuilder page;
        lock (_lock)
        {
            page = new PageBuilder(subscription, _feed.Runs.StartAfter(after, _feed.Head), limit, conflate ? IsSuperseded : null);
        }

        return ValueTask.FromResult(ReadMemory(page) ?? ReadFile(page));
    }

    // All but the last moments is in the file, whose index finds at once what a walk through memory would look for.
    public ValueTask<LogPage> ReadBackAsync(long before, Subscription subscription, int limit, CancellationToken cancellationToken)
    {
        var page = new PageBuilder(subscription, PageStart.Back(before), limit, isSuperseded: null);
        using var copied = new CopiedFrames();
        long written;
        bool isAll;
        lock (_lock)
        {
            isAll = _feed.CopyUnwrittenBack(copied, before, page.Room);
            written = _feed.Written;
        }

        var readAll = false;
        if (page.Show(copied.Span, _feed.IsRetained) && isAll && !page.IsFull)
        {
            var most = SqliteReader.TopicsWorthLookingUp(page);
            var topics = _feed.Ledger.TopicsOf(subscription, most, mostWalked: int.MaxValue)?.Topics;
            FromFile(() => _reader.ReadBack(page, written, topics, out readAll));
        }

        return ValueTask.FromResult(page.BuildBack(readAll));
    }

    public async ValueTask<NewestSequences> FindLastAsync(int count, Subscription subscription, CancellationToken cancellationToken)
    {
        var (counts, head) = await _counter.CountAsync(subscription, cancellationToken);
        var last = new NewestCollector(count, subscription, counts);
        var before = head + 1;
        while (!last.IsComplete && ShowMemory(last, ref before))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (!last.IsComplete)
        {
            var most = SqliteReader.TopicsWorthLookingUp(ReadLimits.PageEvents);
            var topics = _feed.Ledger.TopicsOf(subscription, most, mostWalked: int.MaxValue)?.Topics;
            FromFile(() => _reader.ReadBack(last, before, topics, cancellationToken));
        }

        return last.Build(head);
    }

    public ValueTask<SequencePage> PickAsync(ReadOnlyMemory<long> sequences, CancellationToken cancellationToken)
    {
        long floor;
        lock (_lock)
        {
            floor = _feed.Floor;
            if (sequences.IsEmpty || sequences.Span[0] > floor)
            {
                return ValueTask.FromResult(SequencePage.Of(sequences.Span, _feed.At));
            }
        }

        // The floor may rise meanwhile, so what is above it now is left to the next page.
        var older = Math.Min(sequences.Length, ReadLimits.PageEvents);
        while (sequences.Span[older - 1] > floor)
        {
            older--;
        }

        return ValueTask.FromResult(FromFile(() => _reader.Pick(sequences.Span[..older])));
    }

    public ValueTask<long> SequenceBeforeAsync(DateTimeOffset time, CancellationToken cancellationToken)
    {
        long floor;
        lock (_lock)
        {
            floor = _feed.Floor;
            if (_feed.SequenceBefore(time) is { } sequence)
            {
                return ValueTask.FromResult(sequence);
            }
        }

        return ValueTask.FromResult(FromFile(() => _reader.SequenceBefore(time, floor)));
    }

    public LogGap? LossAt(long sequence)
    {
        lock (_lock)
        {
            return _feed.Runs.LossAt(sequence, _feed.Head);
        }
    }

    public long CountBetween(long after, long through)
    {
        // Runs of which nothing is retained are no longer told from the holes between them.
        var runs = _feed.Runs;
        return runs.CountBetween(Math.Max(after, Math.Min(_file.Store.Trimmed, runs.Current)), through);
    }

    public IEnumerable<TopicSummary> Topics(TopicPattern pattern) => _feed.Ledger.Topics(pattern, Epoch);

    // Null when the page starts below the floor: memory does not have all of it.
    private LogPage? ReadMemory(PageBuilder page, long? trimmed = null)
    {
        using var copied = new CopiedFrames();
        long[] marks;
        long head;
        bool isAll;
        lock (_lock)
        {
            if (page.Through < _feed.Floor)
            {
                return null;
            }

            isAll = _feed.CopyAfter(copied, page);
            head = _feed.Head;
            marks = _feed.Trimmed;
        }

        isAll &= page.Show(copied.Span, _feed.IsRetained);
        if (isAll && page.End == long.MaxValue)
        {
            page.Pass(head);
        }

        return page.Build(trimmed ?? _rules.TrimmedFor(page.Subscription, marks), reachedEnd: isAll);
    }

    private LogPage ReadFile(PageBuilder page)
    {
        long through, retained;
        lock (_lock)
        {
            (through, retained) = (Math.Min(_feed.Floor, page.End), _feed.Ledger.Retained);
        }

        // The topics after the floor: whatever stands below it is of one of them. Meanwhile the floor may rise, but what was
        // below it stays in the file until it is trimmed, which the page tells.
        var topics = WorthLookingUp(page, retained);
        var readAll = false;
        var trimmed = FromFile(() => _reader.Read(page, through, topics, out readAll));
        if (!readAll)
        {
            return page.Build(trimmed, reachedEnd: false);
        }

        page.Pass(through);
        return (page.IsFull ? null : ReadMemory(page, trimmed)) ?? page.Build(trimmed, reachedEnd: false);
    }

    // By the index each topic is read for as many events as a page has room for, of which it then takes its share, and a row
    // costs about twice what one costs in order. Null: all events are read.
    private IReadOnlyList<TopicName?>? WorthLookingUp(PageBuilder page, long retained)
    {
        var followed = page.Subscription is not { } subscription ? null : _feed.Ledger.TopicsOf(
            subscription, SqliteReader.TopicsWorthLookingUp(page), mostWalked: 4 * ReadLimits.PageEvents);
        return followed is not null &&
            (followed.Retained <= ReadLimits.PageEvents || 2 * followed.Topics.Count * followed.Retained < retained)
            ? followed.Topics
            : null;
    }

    // Of what stands before a sequence, newest first; false when memory has none of it, and the file has it all.
    private bool ShowMemory(NewestCollector last, ref long before)
    {
        using var copied = new CopiedFrames();
        lock (_lock)
        {
            _feed.CopyBack(copied, before);
        }

        foreach (var frame in copied.Span)
        {
            before = frame.Sequence;
            if (_feed.IsRetained(frame))
            {
                last.Show(frame);
            }
        }

        return copied.Span.Length > 0;
    }

    private T FromFile<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (SqliteFault.IsReadFailure(e))
        {
            if (SqliteFault.IsCorruption(e))
            {
                Found(e);
            }

            throw new LogUnavailableException(_corruption ?? $"the log cannot be read: {e.Message}", e);
        }
    }

    private bool IsSuperseded(EventFrame frame)
    {
        lock (_lock)
        {
            return _feed.Ledger.IsSuperseded(frame);
        }
    }
}
