using LiveFeed.Log.Tail;

namespace LiveFeed.Log.Sqlite;

/// <summary>The readers' side: what is not in memory is read from the file, outside the lock.</summary>
internal sealed partial class SqliteEventLog
{
    private protected override ValueTask<StoredPart> ReadStoredAsync(
        LogTail tail, PageBuilder page, long through, CancellationToken cancellationToken)
    {
        // Take the topics after the floor: then every event below it is of one of them.
        var topics = WorthLookingUp(tail, page, SqliteReader.TopicsWorthLookingUp(page));
        return ValueTask.FromResult(FromFile(() =>
        {
            var trimmed = _reader.Read(page, through, topics, out var readAll);
            return new StoredPart(trimmed, readAll);
        }));
    }

    private protected override ValueTask<bool> ReadStoredBackAsync(
        LogTail tail, PageBuilder page, long through, CancellationToken cancellationToken)
    {
        var topics = TopicsOf(tail, page.Subscription!, SqliteReader.TopicsWorthLookingUp(page));
        return ValueTask.FromResult(FromFile(() =>
        {
            _reader.ReadBack(page, through, topics, out var readAll);
            return readAll;
        }));
    }

    private protected override ValueTask ShowStoredBackAsync(
        LogTail tail, NewestCollector last, long before, CancellationToken cancellationToken)
    {
        var topics = TopicsOf(tail, last.Subscription, SqliteReader.TopicsWorthLookingUp(ReadLimits.PageEvents));
        FromFile(() => _reader.ReadBack(last, before, topics, cancellationToken));
        return ValueTask.CompletedTask;
    }

    private protected override ValueTask<SequencePage> PickStoredAsync(
        LogTail tail, ReadOnlyMemory<long> sequences, CancellationToken cancellationToken) =>
        ValueTask.FromResult(FromFile(() => _reader.Pick(sequences.Span)));

    private protected override ValueTask<long> FindStoredAsync(
        LogTail tail, DateTimeOffset time, long through, CancellationToken cancellationToken) =>
        ValueTask.FromResult(FromFile(() => _reader.SequenceBefore(time, through)));

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
