using LiveFeed.Events;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LiveFeed.Log;

/// <summary>
/// The log in one SQLite file. The newest events are in memory too (<see cref="EventTail"/>), where appends put them and
/// most reads find them; <see cref="SqliteWriter"/> brings them to the file in groups.
/// <para>
/// Sequences, in rising order: trimmed (no longer retained), the tail's floor (older ones are only in the file), written
/// (in the file), head (readable), last (given out). At <c>commit</c> the head is what is written; else it is the last.
/// </para>
/// </summary>
internal sealed class SqliteEventLog : IEventLog
{
    // Events kept in memory so that clients a little behind never touch the file: a second of heavy load, a few megabytes.
    private const int TailEvents = 16_384;
    private const long TailBytes = 32 << 20;

    // Events given out but not in the file, at most: past it publishers wait for the disk, so memory stays bounded.
    private const long PendingEvents = 65_536;
    private const long PendingBytes = 64 << 20;

    private readonly SqliteStore _store;
    private readonly SqliteReader _reader;
    private readonly SqliteFinder _finder; // guarded by _lock
    private readonly SqliteWriter _writer;
    private readonly SqliteTrimmer _trimmer;
    private readonly LogDurability _durability;
    private readonly Lock _lock = new();
    private readonly EventTail _tail; // guarded by _lock, as all below
    private readonly TopicLedger _ledger = new();
    private readonly List<(long Sequence, TaskCompletionSource Written)> _waiters = [];
    private long _trimmed;
    private long _pendingBytes;
    private long _written;
    private long _last;
    private long _head; // also read without the lock

    public SqliteEventLog(IOptions<LogOptions> options, TimeProvider time, ILogger<SqliteEventLog> logger)
    {
        _durability = options.Value.Durability;
        _store = new SqliteStore(options.Value.Path, _durability);
        _reader = new SqliteReader(_store.Path, Epoch);
        _finder = new SqliteFinder(_store.Path, Epoch);
        _trimmed = _store.Trimmed;
        _last = _written = _head = _store.Reserved;
        _store.ReadLedger(_ledger.Add);
        _tail = _reader.LoadTail(TailEvents, TailBytes, _trimmed);
        _trimmer = new SqliteTrimmer(_store, Retention.Of(options.Value), time);
        _writer = new SqliteWriter(this, _store, _durability, time, logger);
    }

    public event Action? Appended;

    public string Epoch => _store.Epoch;

    public long Head => Volatile.Read(ref _head);

    public string? Fault => _writer.Fault;

    public async ValueTask<IReadOnlyList<Receipt>> AppendAsync(
        IReadOnlyList<FeedEvent> events, CancellationToken cancellationToken)
    {
        if (events.Count == 0)
        {
            return [];
        }

        AppendPlan plan;
        Task written;
        lock (_lock)
        {
            _writer.ThrowIfUnavailable();
            plan = AppendPlan.Make(events, Epoch, _last, id => _tail.Find(id) ?? _finder.Find(id));
            foreach (var frame in plan.New)
            {
                _tail.Append(frame);
                _pendingBytes += frame.Event.Size;
            }

            _last += plan.New.Count;
            written = WhenWritten(EnoughForAnswer(plan));
            if (_durability != LogDurability.Commit)
            {
                MakeReadable(_last);
            }
        }

        _writer.Wake();
        if (_durability != LogDurability.Commit)
        {
            Appended?.Invoke();
        }

        // Not cancellable: the events are on their way, and the answer must say what became of them.
        await written;
        return plan.Receipts;
    }

    public ValueTask<LogPage> ReadAsync(
        long after, Subscription? subscription, int limit, bool conflate, CancellationToken cancellationToken)
    {
        var page = new PageBuilder(subscription, after, limit, conflate ? IsSuperseded : null);
        long floor;
        TopicName?[]? topics;
        lock (_lock)
        {
            floor = _tail.Floor;
            if (after >= floor)
            {
                return ValueTask.FromResult(ReadTail(page, _trimmed));
            }

            topics = subscription is null ? null : [.. _ledger.Followed(subscription).Select(entry => entry.Topic)];
        }

        // Meanwhile the floor may rise, but what was below it stays in the file until it is trimmed, which the page tells.
        var trimmed = _reader.Read(page, floor, topics, out var readAll);
        if (!readAll)
        {
            return ValueTask.FromResult(page.Build(trimmed, reachedHead: false));
        }

        page.Pass(floor);
        lock (_lock)
        {
            return ValueTask.FromResult(
                page.IsFull || _tail.Floor > floor ? page.Build(trimmed, reachedHead: false) : ReadTail(page, trimmed));
        }
    }

    public ValueTask<LogPage> ReadLastAsync(int count, Subscription subscription, CancellationToken cancellationToken)
    {
        LastCollector last;
        IReadOnlyList<LedgerEntry> followed;
        long floor, head, trimmed;
        lock (_lock)
        {
            followed = _ledger.Followed(subscription);
            last = new LastCollector(count, subscription, followed);
            (floor, head, trimmed) = (_tail.Floor, _head, _trimmed);
            for (var i = _tail.IndexAfter(_head) - 1; i >= 0 && !last.IsComplete; i--)
            {
                last.Show(_tail[i]);
            }
        }

        if (!last.IsComplete)
        {
            _reader.ReadBack(last, floor + 1, [.. followed.Select(entry => entry.Topic)]);
        }

        return ValueTask.FromResult(last.Build(head, trimmed));
    }

    public ValueTask<long> SequenceBeforeAsync(DateTimeOffset time, CancellationToken cancellationToken)
    {
        long floor;
        lock (_lock)
        {
            floor = _tail.Floor;
            if (_tail.Count > 0 && _tail[0].Event.Time < time)
            {
                return ValueTask.FromResult(_tail.SequenceBefore(time));
            }
        }

        return ValueTask.FromResult(_reader.SequenceBefore(time, floor));
    }

    public IReadOnlyList<TopicSummary> Topics(TopicPattern pattern)
    {
        lock (_lock)
        {
            return _ledger.Topics(pattern, Epoch);
        }
    }

    public ValueTask TrimAsync(CancellationToken cancellationToken)
    {
        for (var more = true; more && !cancellationToken.IsCancellationRequested;)
        {
            long retained, bytes, head;
            lock (_lock)
            {
                (retained, bytes, head) = (_ledger.Retained, _ledger.Bytes, _head);
            }

            var gone = _trimmer.Trim(head, retained, bytes, out more);
            lock (_lock)
            {
                Forget(gone);
            }
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _finder.Dispose();
        _store.Dispose();
    }

    /// <summary>The next events to write, oldest first; none when all are written. For the writer.</summary>
    internal List<EventFrame> Unwritten(int limit)
    {
        var frames = new List<EventFrame>();
        lock (_lock)
        {
            for (var i = _tail.IndexAfter(_written); i < _tail.Count && frames.Count < limit; i++)
            {
                frames.Add(_tail[i]);
            }
        }

        return frames;
    }

    /// <summary>These, the next unwritten, are in the file now. For the writer.</summary>
    internal void Wrote(List<EventFrame> frames)
    {
        lock (_lock)
        {
            _written = frames[^1].Sequence;
            _pendingBytes -= frames.Sum(frame => (long)frame.Event.Size);
            MakeReadable(_written);
            while (_tail.Count > 0 && _tail[0].Sequence <= _written && (_tail.Count > TailEvents || _tail.Bytes > TailBytes))
            {
                _tail.RemoveFirst();
            }

        }

        // Followers first: who is answered may rely on it that they have been told.
        if (_durability == LogDurability.Commit)
        {
            Appended?.Invoke();
        }

        lock (_lock)
        {
            CompleteWaiters(waiter => waiter.Sequence <= _written, written => written.SetResult());
        }
    }

    /// <summary>
    /// What is unwritten cannot be written now. At <c>commit</c> nobody has been told of it, so it is dropped and its
    /// publishers get the error; else it was acknowledged, so it stays, and the writer tries again. For the writer.
    /// </summary>
    internal void CouldNotWrite(LogUnavailableException reason)
    {
        lock (_lock)
        {
            if (_durability != LogDurability.Commit)
            {
                CompleteWaiters(_ => true, written => written.SetResult());
                return;
            }

            // Their sequences stay unused: who knows what the disk has of them.
            while (_tail.Count > 0 && _tail[_tail.Count - 1].Sequence > _written)
            {
                _pendingBytes -= _tail.RemoveLast().Event.Size;
            }

            CompleteWaiters(_ => true, written => written.SetException(reason));
        }
    }

    private LogPage ReadTail(PageBuilder page, long trimmed)
    {
        var end = _tail.IndexAfter(_head);
        var i = _tail.IndexAfter(page.Through);
        for (; i < end && !page.IsFull; i++)
        {
            page.Show(_tail[i]);
        }

        return page.Build(trimmed, reachedHead: i >= end);
    }

    private bool IsSuperseded(EventFrame frame)
    {
        lock (_lock)
        {
            return _ledger.IsSuperseded(frame);
        }
    }

    private void MakeReadable(long through)
    {
        for (var i = _tail.IndexAfter(_head); i < _tail.Count && _tail[i].Sequence <= through; i++)
        {
            _ledger.Add(LedgerRow.Of(_tail[i]));
        }

        Volatile.Write(ref _head, Math.Max(_head, through));
    }

    private void Forget(IReadOnlyList<LedgerRow> gone)
    {
        foreach (var row in gone)
        {
            _ledger.Remove(row);
            _trimmed = row.Sequence;
        }

        while (_tail.Count > 0 && _tail[0].Sequence <= _trimmed)
        {
            _tail.RemoveFirst();
        }
    }

    /// <summary>Up to which sequence the file must have come before a publisher is answered.</summary>
    private long EnoughForAnswer(AppendPlan plan) => _durability switch
    {
        LogDurability.Commit => plan.Receipts.Max(receipt => receipt.Position.Sequence),
        _ when _pendingBytes > PendingBytes => _last,
        _ => _last - PendingEvents,
    };

    private Task WhenWritten(long sequence)
    {
        if (sequence <= _written)
        {
            return Task.CompletedTask;
        }

        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiters.Add((sequence, written));
        return written.Task;
    }

    private void CompleteWaiters(
        Predicate<(long Sequence, TaskCompletionSource Written)> which, Action<TaskCompletionSource> complete)
    {
        _waiters.RemoveAll(waiter =>
        {
            if (which(waiter))
            {
                complete(waiter.Written);
                return true;
            }

            return false;
        });
    }
}
