using LiveFeed.Events.Rooms;
using LiveFeed.Frames;
using LiveFeed.Log.Trimming;
using LiveFeed.Log.Tail;
using LiveFeed.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LiveFeed.Log.Sqlite;

/// <summary>
/// The log in one SQLite file. Appends give their events sequences in memory, in its <see cref="LogTail"/>;
/// <see cref="SqliteWriter"/> writes them to the file in groups. At <c>commit</c> they are readable when they are
/// written, otherwise at once. This file has what the writer and the trimmer call; what publishers call is in
/// <c>SqliteEventLog.Appending.cs</c>, what readers find in the file in <c>SqliteEventLog.Reading.cs</c>, and what
/// happens when the file is found damaged in <c>SqliteEventLog.Damage.cs</c>.
/// </summary>
internal sealed partial class SqliteEventLog : TailedLog
{
    // Max events given out but not in the file. Above it publishers wait for the disk, so memory stays bounded.
    private const long PendingEvents = 65_536;
    private const long PendingBytes = 64 << 20;

    private readonly SqliteOpened _file;
    private readonly SqliteReader _reader;
    private readonly SqliteWriter _writer;
    private readonly RetentionRules _rules;
    private readonly SqliteTrimmer _trimmer;
    private readonly LogDurability _durability;
    private readonly ILogger _logger;
    private readonly SqliteFinders _finders;
    private readonly TailWaiters _waiters = new(); // guarded by the tail's gate

    public SqliteEventLog(
        IOptions<LogOptions> options, TimeProvider time, ILogger<SqliteEventLog> logger, LiveFeedMetrics? metrics = null)
        : this(options.Value, RetentionRules.Of(options.Value), time, logger, metrics)
    {
    }

    private SqliteEventLog(
        LogOptions options, RetentionRules rules, TimeProvider time, ILogger logger, LiveFeedMetrics? metrics)
        : base(rules)
    {
        (_durability, _logger, _rules) = (options.Durability, logger, rules);
        _file = SqliteOpening.Open(options, rules, time, logger);
        _reader = _file.Reader;
        _finders = new SqliteFinders(_file.Store.Path, Epoch);
        _trimmer = new SqliteTrimmer(_file.Store, rules, time);
        _writer = new SqliteWriter(this, _file.Store, _durability, time, metrics, logger);
    }

    public override string? Fault => _corruption ?? _writer.Fault;

    /// <summary>The same one while the log is open: a file is never replaced while it is in use.</summary>
    internal override LogTail Tail => _file.Tail;

    /// <summary>The last sequence given out.</summary>
    internal long Last
    {
        get
        {
            lock (Tail.Gate)
            {
                return Tail.Last;
            }
        }
    }

    private bool AnswersAtCommit => _durability == LogDurability.Commit;

    public override ValueTask<IReadOnlyList<Membership>> ReadMembershipsAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<Membership>>(FromFile(_file.Store.ReadMemberships));

    public override ValueTask TrimAsync(CancellationToken cancellationToken)
    {
        _writer.Wake(); // so it notices a missing file even when nothing is published
        for (var rule = 0; rule < _rules.Count; rule++)
        {
            while (!cancellationToken.IsCancellationRequested && TrimSome(rule))
            {
            }
        }

        return ValueTask.CompletedTask;
    }

    // Reads and writes the file outside the lock, some thousand events at a time. True when there may be more that must
    // go.
    private bool TrimSome(int rule)
    {
        RuleTotals retained;
        long head;
        lock (Tail.Gate)
        {
            (retained, head) = (Tail.Ledger[rule], Tail.Head);
        }

        if (retained.Events == 0)
        {
            return false;
        }

        var gone = _trimmer.Trim(rule, head, retained, out var more);
        lock (Tail.Gate)
        {
            Tail.Forget(rule, gone);
        }

        return more;
    }

    public override async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _finders.Dispose();
        _file.Store.Dispose();
        _file.Ownership.Dispose();
    }

    /// <summary>Returns when every append that found the log open has its events here. For the writer.</summary>
    internal void LetAppendsPass()
    {
        lock (Tail.Gate)
        {
        }
    }

    /// <summary>The next events to write, oldest first; none when all are written. For the writer.</summary>
    internal List<EventFrame> Unwritten(int limit)
    {
        lock (Tail.Gate)
        {
            return Tail.Unwritten(limit);
        }
    }

    /// <summary>These frames, the next unwritten ones, are in the file now. For the writer.</summary>
    internal void Wrote(List<EventFrame> frames)
    {
        lock (Tail.Gate)
        {
            Tail.Wrote(frames);
            if (AnswersAtCommit)
            {
                _file.Store.Gave(Tail.Head);
            }
        }

        // Followers are told first: a publisher that is answered may rely on that.
        if (AnswersAtCommit)
        {
            TellAppended();
        }

        lock (Tail.Gate)
        {
            _waiters.Complete(through: frames[^1].Sequence);
        }
    }

    /// <summary>
    /// The unwritten events cannot be written now. At <c>commit</c> nobody was told of them, so they are dropped and
    /// their publishers get the error. Otherwise they were acknowledged, so they stay, and the writer tries again. For
    /// the writer.
    /// </summary>
    internal void CouldNotWrite(LogUnavailableException reason)
    {
        lock (Tail.Gate)
        {
            if (AnswersAtCommit)
            {
                Tail.DropUnwritten();
                _waiters.Fail(reason);
            }
            else
            {
                _waiters.Complete(through: long.MaxValue);
            }
        }
    }
}
