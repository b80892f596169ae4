using LiveFeed.Events;

namespace LiveFeed.Log;

/// <summary>The readers' side: what is not in memory is read from the file, outside the lock.</summary>
internal sealed partial class SqliteEventLog
{
    public ValueTask<LogPage> ReadAsync(
        long after, Subscription? subscription, int limit, bool conflate, CancellationToken cancellationToken)
    {
        PageBuilder page;
        long floor, through;
        TopicName?[]? topics;
        lock (_lock)
        {
            var start = _feed.Runs.StartAfter(after, _feed.Head);
            page = new PageBuilder(subscription, start, limit, conflate ? IsSuperseded : null);
            floor = _feed.Floor;
            through = Math.Min(floor, start.End);
            if (start.After >= floor)
            {
                return ValueTask.FromResult(_feed.Read(page, _feed.TrimmedFor(subscription)));
            }

            topics = subscription is null ? null : WorthLookingUp(_feed.Ledger.Followed(subscription));
        }

        // Meanwhile the floor may rise, but what was below it stays in the file until it is trimmed, which the page tells.
        var readAll = false;
        var trimmed = FromFile(() => _reader.Read(page, through, topics, out readAll));
        if (!readAll)
        {
            return ValueTask.FromResult(page.Build(trimmed, reachedEnd: false));
        }

        page.Pass(through);
        lock (_lock)
        {
            return ValueTask.FromResult(
                page.IsFull || _feed.Floor > through ? page.Build(trimmed, reachedEnd: false) : _feed.Read(page, trimmed));
        }
    }

    // All but the last moments is in the file, whose index finds at once what a walk through memory would look for.
    public ValueTask<LogPage> ReadBackAsync(long before, Subscription subscription, int limit, CancellationToken cancellationToken)
    {
        var page = new PageBuilder(subscription, PageStart.Back(before), limit, isSuperseded: null);
        long written;
        TopicName?[] topics;
        lock (_lock)
        {
            _feed.ReadUnwrittenBack(page);
            written = _feed.Written;
            topics = [.. _feed.Ledger.Followed(subscription).Select(entry => entry.Topic)];
        }

        var readAll = false;
        if (!page.IsFull)
        {
            FromFile(() => _reader.ReadBack(page, written, topics, out readAll));
        }

        return ValueTask.FromResult(page.BuildBack(readAll));
    }

    public ValueTask<LastFound> FindLastAsync(int count, Subscription subscription, CancellationToken cancellationToken)
    {
        LastCollector last;
        IReadOnlyList<LedgerEntry> followed;
        long floor, head;
        lock (_lock)
        {
            followed = _feed.Ledger.Followed(subscription);
            last = new LastCollector(count, subscription, followed);
            (floor, head) = (_feed.Floor, _feed.Head);
            _feed.ReadBack(last);
        }

        if (!last.IsComplete)
        {
            FromFile(() => _reader.ReadBack(last, floor + 1, [.. followed.Select(entry => entry.Topic)]));
        }

        return ValueTask.FromResult(last.Build(head));
    }

    public ValueTask<PickedPage> PickAsync(ReadOnlyMemory<long> sequences, CancellationToken cancellationToken)
    {
        long floor;
        lock (_lock)
        {
            floor = _feed.Floor;
            if (sequences.IsEmpty || sequences.Span[0] > floor)
            {
                return ValueTask.FromResult(PickedPage.Of(sequences.Span, _feed.At));
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

    public long CountBetween(long after, long through) => _feed.Runs.CountBetween(after, through);

    public IReadOnlyList<TopicSummary> Topics(TopicPattern pattern)
    {
        lock (_lock)
        {
            return _feed.Ledger.Topics(pattern, Epoch);
        }
    }

    // By the index each topic is read for as many events as a page has room for, of which it then takes its share, and a row
    // costs about twice what one costs in order. Null: all events are read.
    private TopicName?[]? WorthLookingUp(IReadOnlyList<LedgerEntry> followed)
    {
        var retained = followed.Sum(entry => entry.Retained);
        return retained <= ReadLimits.PageEvents || 2 * followed.Count * retained < _feed.Ledger.Retained
            ? [.. followed.Select(entry => entry.Topic)]
            : null;
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
