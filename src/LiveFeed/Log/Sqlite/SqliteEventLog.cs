using LiveFeed.Frames;
using LiveFeed.Log.Trimming;
using LiveFeed.Log.Tail;
using LiveFeed.Log.Topics;
using LiveFeed.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LiveFeed.Log.Sqlite;

/// <summary>
/// The log in one SQLite file. The newest events are in memory too (<see cref="LogTail"/>), where appends put them and
/// most reads find them; <see cref="SqliteWriter"/> brings them to the file in groups. Here is what the writer and the trimmer
/// call; what publishers call is in <c>SqliteEventLog.Appending.cs</c>, what readers call in <c>SqliteEventLog.Reading.cs</c>,
/// and what happens when the file is found damaged in <c>SqliteEventLog.Damage.cs</c>.
/// </summary>
internal sealed partial class SqliteEventLog : IEventLog
{
    // Events given out but not in the file, at most: past it publishers wait for the disk, so memory stays bounded.
    private const long PendingEvents = 65_536;
    private const long PendingBytes = 64 << 20;

    private readonly SqliteOpened _file;
    private readonly SqliteReader _reader;
    private readonly SqliteWriter _writer;
    private readonly RetentionRules _rules;
    private readonly SqliteTrimmer _trimmer;
    private readonly LogDurability _durability;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private readonly LedgerCounter _counter;
    private readonly SqliteFinders _finders;
    private readonly LogTail _feed; // guarded by _lock, as the one below
    private readonly WriteWaiters _waiters = new();

    public SqliteEventLog(
        IOptions<LogOptions> options, TimeProvider time, ILogger<SqliteEventLog> logger, LiveFeedMetrics? metrics = null)
    {
        (_durability, _logger) = (options.Value.Durability, logger);
        _rules = RetentionRules.Of(options.Value);
        _file = SqliteOpening.Open(options.Value, _rules, time, logger);
        (_reader, _feed) = (_file.Reader, _file.Feed);
        _counter = new LedgerCounter(_lock, _feed.Ledger, () => _feed.Head);
        _finders = new SqliteFinders(_file.Store.Path, Epoch);
        _trimmer = new SqliteTrimmer(_file.Store, _rules, time);
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

    public ValueTask TrimAsync(CancellationToken cancellationToken)
    {
        _writer.Wake(); // so that it finds out in a quiet spell, too, that the file has gone
        for (var rule = 0; rule < _rules.Count; rule++)
        {
            while (!cancellationToken.IsCancellationRequested && TrimSome(rule))
            {
            }
        }

        return ValueTask.CompletedTask;
    }

    // Outside the lock the file is read and written, some thousand events at a time; says whether there may be more that must go.
    private bool TrimSome(int rule)
    {
        RuleTotals retained;
        long head;
        lock (_lock)
        {
            (retained, head) = (_feed.Ledger[rule], _feed.Head);
        }

        if (retained.Events == 0)
        {
            return false;
        }

        var gone = _trimmer.Trim(rule, head, retained, out var more);
        lock (_lock)
        {
            _feed.Forget(rule, gone);
        }

        return more;
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _finders.Dispose();
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
}
