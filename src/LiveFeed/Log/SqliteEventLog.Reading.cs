using LiveFeed.Events;

namespace LiveFeed.Log;

/// <summary>The readers' side: what is not in memory is read from the file, outside the lock.</summary>
internal sealed partial class SqliteEventLog
{
    public ValueTask<LogPage> ReadAsync(
        long after, Subscription? subscription, int limit, bool conflate, CancellationToken cancellationToken)
    {
        var page = new PageBuilder(subscription, after, limit, conflate ? IsSuperseded : null);
        long floor;
        TopicName?[]? topics;
        lock (_lock)
        {
            floor = _feed.Floor;
            if (after >= floor)
            {
                return ValueTask.FromResult(_feed.Read(page, _feed.Trimmed));
            }

            topics = subscription is null ? null : WorthLookingUp(_feed.Ledger.Followed(subscription));
        }

        // Meanwhile the floor may rise, but what was below it stays in the file until it is trimmed, which the page tells.
        var readAll = false;
        var trimmed = FromFile(() => _reader.Read(page, floor, topics, out readAll));
        if (!readAll)
        {
            return ValueTask.FromResult(page.Build(trimmed, reachedEnd: false));
        }

        page.Pass(floor);
        lock (_lock)
        {
            return ValueTask.FromResult(
                page.IsFull || _feed.Floor > floor ? page.Build(trimmed, reachedEnd: false) : _feed.Read(page, trimmed));
        }
    }

    // All but the last moments is in the file, whose index finds at once what a walk through memory would look for.
    public ValueTask<LogPage> ReadBackAsync(long before, Subscription subscription, int limit, CancellationToken cancellationToken)
    {
        var page = new PageBuilder(subscription, before, limit, isSuperseded: null);
        long written, trimmed;
        TopicName?[] topics;
        lock (_lock)
        {
            _feed.ReadUnwrittenBack(page);
            (written, trimmed) = (_feed.Written, _feed.Trimmed);
            topics = [.. _feed.Ledger.Followed(subscription).Select(entry => entry.Topic)];
        }

        var readAll = false;
        if (!page.IsFull)
        {
            trimmed = FromFile(() => _reader.ReadBack(page, written, topics, out readAll));
        }

        return ValueTask.FromResult(page.Build(trimmed, readAll));
    }

    public ValueTask<LogPage> ReadLastAsync(int count, Subscription subscription, CancellationToken cancellationToken)
    {
        LastCollector last;
        IReadOnlyList<LedgerEntry> followed;
        long floor, head, trimmed;
        lock (_lock)
        {
            followed = _feed.Ledger.Followed(subscription);
            last = new LastCollector(count, subscription, followed);
            (floor, head, trimmed) = (_feed.Floor, _feed.Head, _feed.Trimmed);
            _feed.ReadBack(last);
        }

        if (!last.IsComplete)
        {
            FromFile(() => _reader.ReadBack(last, floor + 1, [.. followed.Select(entry => entry.Topic)]));
        }

        return ValueTask.FromResult(last.Build(head, trimmed));
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
