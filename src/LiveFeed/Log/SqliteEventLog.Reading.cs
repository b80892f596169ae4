using LiveFeed.Events;

namespace LiveFeed.Log;

/// <summary>The readers' side: what is not in memory is read from the file, outside the lock.</summary>
internal sealed partial class SqliteEventLog
{
    public ValueTask<LogPage> ReadAsync(
        long after, Subscription? subscription, int limit, bool conflate, CancellationToken cancellationToken)
    {
        var page = new PageBuilder(subscription, after, limit, conflate ? IsSuperseded : null);
        return ValueTask.FromResult(ReadMemory(page) ?? ReadFile(page, subscription));
    }

    // All but the last moments is in the file, whose index finds at once what a walk through memory would look for.
    public ValueTask<LogPage> ReadBackAsync(long before, Subscription subscription, int limit, CancellationToken cancellationToken)
    {
        var page = new PageBuilder(subscription, before, limit, isSuperseded: null);
        using var copied = new CopiedFrames();
        long written, trimmed;
        bool isAll;
        lock (_lock)
        {
            isAll = _feed.CopyUnwrittenBack(copied, before, page.Room);
            (written, trimmed) = (_feed.Written, _feed.Trimmed);
        }

        var readAll = false;
        if (page.Show(copied.Span) && isAll && !page.IsFull)
        {
            var most = SqliteReader.TopicsWorthLookingUp(page);
            var topics = _feed.Ledger.TopicsOf(subscription, most, mostWalked: int.MaxValue)?.Topics;
            trimmed = FromFile(() => _reader.ReadBack(page, written, topics, out readAll));
        }

        return ValueTask.FromResult(page.Build(trimmed, readAll));
    }

    public async ValueTask<LogPage> ReadLastAsync(int count, Subscription subscription, CancellationToken cancellationToken)
    {
        var (counts, head) = await _counter.CountAsync(subscription, cancellationToken);
        var last = new LastCollector(count, subscription, counts);
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

        lock (_lock)
        {
            return last.Build(head, _feed.Trimmed);
        }
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

    public IEnumerable<TopicSummary> Topics(TopicPattern pattern) => _feed.Ledger.Topics(pattern, Epoch);

    // Null when the floor has risen past the page's start meanwhile, so that memory no longer has all of it.
    private LogPage? ReadMemory(PageBuilder page, long? trimmed = null)
    {
        using var copied = new CopiedFrames();
        bool isAll;
        lock (_lock)
        {
            if (page.Through < _feed.Floor)
            {
                return null;
            }

            isAll = _feed.CopyAfter(copied, page.Through, page.Room);
            trimmed ??= _feed.Trimmed;
        }

        var shown = page.Show(copied.Span);
        return page.Build(trimmed.Value, reachedEnd: isAll && shown);
    }

    private LogPage ReadFile(PageBuilder page, Subscription? subscription)
    {
        long floor, retained;
        lock (_lock)
        {
            (floor, retained) = (_feed.Floor, _feed.Ledger.Retained);
        }

        // The topics after the floor: whatever stands below it is of one of them. Meanwhile the floor may rise, but what was
        // below it stays in the file until it is trimmed, which the page tells.
        var topics = WorthLookingUp(page, subscription, retained);
        var readAll = false;
        var trimmed = FromFile(() => _reader.Read(page, floor, topics, out readAll));
        if (!readAll)
        {
            return page.Build(trimmed, reachedEnd: false);
        }

        page.Pass(floor);
        return (page.IsFull ? null : ReadMemory(page, trimmed)) ?? page.Build(trimmed, reachedEnd: false);
    }

    // By the index each topic is read for as many events as a page has room for, of which it then takes its share, and a row
    // costs about twice what one costs in order. Null: all events are read.
    private IReadOnlyList<TopicName?>? WorthLookingUp(PageBuilder page, Subscription? subscription, long retained)
    {
        var followed = subscription is null ? null : _feed.Ledger.TopicsOf(
            subscription, SqliteReader.TopicsWorthLookingUp(page), mostWalked: 4 * ReadLimits.PageEvents);
        return followed is not null &&
            (followed.Retained <= ReadLimits.PageEvents || 2 * followed.Topics.Count * followed.Retained < retained)
            ? followed.Topics
            : null;
    }

    // Of what stands before a sequence, newest first; false when memory has none of it, and the file has it all.
    private bool ShowMemory(LastCollector last, ref long before)
    {
        using var copied = new CopiedFrames();
        lock (_lock)
        {
            _feed.CopyBack(copied, before);
        }

        foreach (var frame in copied.Span)
        {
            last.Show(frame);
            before = frame.Sequence;
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
