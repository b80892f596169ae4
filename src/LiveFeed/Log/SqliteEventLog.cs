using LiveFeed.Events;
using LiveFeed.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LiveFeed.Log;

/// <summary>
/// The log in one SQLite file. The newest events are in memory too (<see cref="SqliteFeed"/>), where appends put them and
/// most reads find them; <see cref="SqliteWriter"/> brings them to the file in groups. Here is what publishers, the writer and
/// the trimmer call; what readers call is in <c>SqliteEventLog.Reading.cs</c>, and what happens when the file is found damaged
/// in <c>SqliteEventLog.Damage.cs</c>.
/// </summary>
internal sealed partial class SqliteEventLog : IEventLog
{
    // Events given out but not in the file, at most: past it publishers wait for the disk, so memory stays bounded.
    private const long PendingEvents = 65_536;
    private const long PendingBytes = 64 << 20;

    private readonly SqliteOpened _file;
    private readonly SqliteReader _reader;
    private readonly SqliteWriter _writer;
    private readonly SqliteTrimmer _trimmer;
    private readonly LogDurability _durability;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private readonly SqliteFinder _finder; // guarded by _lock, as the two below
    private readonly SqliteFeed _feed;
    private readonly WriteWaiters _waiters = new();

    public SqliteEventLog(
        IOptions<LogOptions> options, TimeProvider time, ILogger<SqliteEventLog> logger, LiveFeedMetrics? metrics = null)
    {
        (_durability, _logger) = (options.Value.Durability, logger);
        _file = SqliteOpening.Open(options.Value, time, logger);
        (_reader, _feed) = (_file.Reader, _file.Feed);
        _finder = new SqliteFinder(_file.Store.Path, Epoch);
        _trimmer = new SqliteTrimmer(_file.Store, Retention.Of(options.Value), time);
        _writer = new SqliteWriter(this, _file.Store, _durability, time, metrics, logger);
    }

    public event Action? Appended;

    public string Epoch => _file.Store.Epoch;

    public long Head => _feed.Head;

    public string? Fault => _corruption ?? _writer.Fault;

    /// <summary>The last sequence given out.</summary>
    internal long Last
    {
        get
        {
            lock (_lock)
            {
                return _feed.Last;
            }
        }
    }

    private bool AnswersAtCommit => _durability == LogDurability.Commit;

    public async ValueTask<IReadOnlyList<Receipt>> AppendAsync(
        IReadOnlyList<FeedEvent> events, CancellationToken cancellationToken)
    {
        if (events.Count == 0)
        {
            return [];
        }

        AppendPlan plan;
        var written = Task.CompletedTask;
        lock (_lock)
        {
            ThrowIfUnavailable(events.Count);
            plan = AppendPlan.Make(events, Epoch, _feed.Last, id => _feed.Find(id) ?? FromFile(() => _finder.Find(id)));
            _feed.Append(plan);
            if (EnoughForAnswer(plan) is var enough && enough > _feed.Written)
            {
                written = _waiters.Add(enough);
            }

            if (!AnswersAtCommit)
            {
                _file.Store.Gave(_feed.Last);
                _feed.MakeReadable(_feed.Last);
            }
        }

        _writer.Wake();
        if (!AnswersAtCommit)
        {
            Appended?.Invoke();
        }

        // Not cancellable: the events are on their way, and the answer must say what became of them.
        await written;
        return plan.Receipts;
    }

    public ValueTask TrimAsync(CancellationToken cancellationToken)
    {
        _writer.Wake(); // so that it finds out in a quiet spell, too, that the file has gone
        for (var more = true; more && !cancellationToken.IsCancellationRequested;)
        {
            long retained, bytes, head;
            lock (_lock)
            {
                (retained, bytes, head) = (_feed.Ledger.Retained, _feed.Ledger.Bytes, _feed.Head);
            }

            var gone = _trimmer.Trim(head, retained, bytes, out more);
            lock (_lock)
            {
                _feed.Forget(gone);
            }
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _finder.Dispose();
        _file.Store.Dispose();
        _file.Ownership.Dispose();
    }

    /// <summary>Returns when every append that found the log open has its events here. For the writer.</summary>
    internal void LetAppendsPass()
    {
        lock (_lock)
        {
        }
    }

    /// <summary>The next events to write, oldest first; none when all are written. For the writer.</summary>
    internal List<EventFrame> Unwritten(int limit)
    {
        lock (_lock)
        {
            return _feed.Unwritten(limit);
        }
    }

    /// <summary>These, the next unwritten, are in the file now. For the writer.</summary>
    internal void Wrote(List<EventFrame> frames)
    {
        lock (_lock)
        {
            _feed.Wrote(frames);
            if (AnswersAtCommit)
            {
                _file.Store.Gave(_feed.Head);
            }
        }

        // Followers first: who is answered may rely on it that they have been told.
        if (AnswersAtCommit)
        {
            Appended?.Invoke();
        }

        lock (_lock)
        {
            _waiters.Complete(through: frames[^1].Sequence);
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
            if (AnswersAtCommit)
            {
                _feed.DropUnwritten();
                _waiters.Fail(reason);
            }
            else
            {
                _waiters.Complete(through: long.MaxValue);
            }
        }
    }

    private void ThrowIfUnavailable(int events)
    {
        if (_corruption is { } corruption)
        {
            throw new LogUnavailableException(corruption);
        }

        _writer.ThrowIfUnavailable();
        if (_feed.Last + events > _file.Store.Reserved)
        {
            // A kill now, and the next life would not know that these sequences were given out.
            throw new LogUnavailableException("the disk does not keep up with what is published");
        }
    }

    /// <summary>Up to which sequence the file must have come before a publisher is answered.</summary>
    private long EnoughForAnswer(AppendPlan plan) => _durability switch
    {
        LogDurability.Commit => plan.Receipts.Max(receipt => receipt.Position.Sequence),
        _ when _feed.PendingBytes > PendingBytes => _feed.Last,
        _ => _feed.Last - PendingEvents,
    };
}
