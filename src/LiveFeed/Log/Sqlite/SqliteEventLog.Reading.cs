using LiveFeed.Events;
using LiveFeed.Log.Tail;

namespace LiveFeed.Log.Sqlite;

/// <summary>The readers' side: what is not in memory is read from the file, outside the lock.</summary>
internal sealed partial class SqliteEventLog
{
    private protected override ValueTask<StoredPart> ReadStoredAsync(
        LogTail tail, PageBuilder page, long through, CancellationToken cancellationToken)
    {
        long retained;
        lock (tail.Gate)
        {
            retained = tail.Ledger.Retained;
        }

        // Take the topics after the floor: then every event below it is of one of them.
        var topics = WorthLookingUp(page, retained);
        return ValueTask.FromResult(FromFile(() =>
        {
            var trimmed = _reader.Read(page, through, topics, out var readAll);
            return new StoredPart(trimmed, readAll);
        }));
    }

    private protected override ValueTask<bool> ReadStoredBackAsync(
        LogTail tail, PageBuilder page, long through, CancellationToken cancellationToken)
    {
        var topics = TopicsOf(page.Subscription!, SqliteReader.TopicsWorthLookingUp(page));
        return ValueTask.FromResult(FromFile(() =>
        {
            _reader.ReadBack(page, through, topics, out var readAll);
            return readAll;
        }));
    }

    private protected override ValueTask ShowStoredBackAsync(
        LogTail tail, NewestCollector last, long before, CancellationToken cancellationToken)
    {
        var topics = TopicsOf(last.Subscription, SqliteReader.TopicsWorthLookingUp(ReadLimits.PageEvents));
        FromFile(() => _reader.ReadBack(last, before, topics, cancellationToken));
        return ValueTask.CompletedTask;
    }

    private protected override ValueTask<SequencePage> PickStoredAsync(
        LogTail tail, ReadOnlyMemory<long> sequences, CancellationToken cancellationToken) =>
        ValueTask.FromResult(FromFile(() => _reader.Pick(sequences.Span)));

    private protected override ValueTask<long> FindStoredAsync(
        LogTail tail, DateTimeOffset time, long through, CancellationToken cancellationToken) =>
        ValueTask.FromResult(FromFile(() => _reader.SequenceBefore(time, through)));

    private IReadOnlyList<TopicName?>? TopicsOf(Subscription subscription, int most) =>
        Tail.Ledger.TopicsOf(subscription, most, mostWalked: int.MaxValue)?.Topics;

    // By the index, each topic is read for as many events as a page has room for, but the page takes only a share of
    // them. A row by the index costs about twice a row in order. Null: all events are read.
    private IReadOnlyList<TopicName?>? WorthLookingUp(PageBuilder page, long retained)
    {
        var followed = page.Subscription is not { } subscription ? null : Tail.Ledger.TopicsOf(
            subscription, SqliteReader.TopicsWorthLookingUp(page), mostWalked: 4 * ReadLimits.PageEvents);
        return followed is not null &&
            (followed.Retained <= ReadLimits.PageEvents || 2 * followed.Topics.Count * followed.Retained < retained)
            ? followed.Topics
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
}
