using System.Threading.Channels;
using LiveFeed.Telemetry;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Log.Sqlite;

/// <summary>
/// Writes a log's unwritten events to the SQLite file, one transaction for each group. When the file cannot be written,
/// it sets <see cref="Fault"/>, so that publishers are refused, and tries again every second until it works.
/// </summary>
internal sealed partial class SqliteWriter : IAsyncDisposable
{
    // A transaction of this many takes some ten milliseconds, a fair time to keep a reader's snapshot or the trimmer
    // waiting.
    private const int GroupEvents = 4_096;

    // Sequences are reserved in the file before they are given out, this many at a time. Half of it is far more than can be
    // given out between two writes, and more than a power cut can take from the file (what was written since the last sync).
    private const long Reservation = 1_000_000;

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly SqliteEventLog _log;
    private readonly SqliteStore _store;
    private readonly LogDurability _durability;
    private readonly TimeProvider _time;
    private readonly LiveFeedMetrics? _metrics;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();

    // Holds a token while there may be something unwritten.
    private readonly Channel<bool> _work = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private readonly Task _running;
    private readonly OutageLog _outage; // the constructor's, then the loop's
    private volatile string? _fault; // written by the loop, read by any thread
    private bool _hasBegun; // the constructor's, then the loop's

    internal SqliteWriter(
        SqliteEventLog log,
        SqliteStore store,
        LogDurability durability,
        TimeProvider time,
        LiveFeedMetrics? metrics,
        ILogger logger)
    {
        (_log, _store, _durability, _time, _metrics, _logger) = (log, store, durability, time, metrics, logger);
        _outage = new OutageLog(
            cause => Log.CannotWrite(logger, store.Path, cause), () => Log.WritesAgain(logger, store.Path));
        if (!TryWriteAll())
        {
            Wake(); // followers are served meanwhile
        }

        _running = Task.Run(RunAsync);
    }

    /// <summary>What is wrong; null when nothing is. The log says so before.</summary>
    internal string? Fault => _fault;

    // How long events gather before they are written together.
    private TimeSpan Gather => _durability switch
    {
        LogDurability.Commit => TimeSpan.Zero,
        LogDurability.Async => TimeSpan.FromMilliseconds(25),
        _ => TimeSpan.FromSeconds(1),
    };

    internal void Wake() => _work.Writer.TryWrite(true);

    internal void ThrowIfUnavailable()
    {
        if (_fault is { } fault)
        {
            throw new LogUnavailableException(fault);
        }

        if (_stopping.IsCancellationRequested)
        {
            throw new LogUnavailableException("the log is closed");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _log.LetAppendsPass();
        _work.Writer.TryComplete();
        await _running;
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        while (await _work.Reader.WaitToReadAsync())
        {
            _work.Reader.TryRead(out _);
            await PauseAsync(Gather);
            while (!TryWriteAll() && !_stopping.IsCancellationRequested)
            {
                await PauseAsync(Retry);
            }
        }

        Finish();
    }

    private bool TryWriteAll()
    {
        try
        {
            Begin();
            _store.ThrowIfMoved();
            var wrote = WriteGroups();
            if (_fault is not null && !wrote)
            {
                _store.Append([], _store.Reserved); // nothing waits: check whether writing works again
            }

            _outage.Ended();
            _fault = null;
            return true;
        }
        catch (Exception e)
        {
            Failed(e);
            return false;
        }
    }

    private bool WriteGroups()
    {
        var wrote = false;
        while (_log.Unwritten(GroupEvents) is { Count: > 0 } group)
        {
            var start = LiveFeedMetrics.Now;
            _store.Append(group, Reserve(group[^1].Sequence));
            _metrics?.Committed(group.Count, start);
            _log.Wrote(group);
            wrote = true;
        }

        return wrote;
    }

    private void Failed(Exception cause)
    {
        _outage.Failed(cause);
        if (SqliteFault.IsCorruption(cause))
        {
            _log.Found(cause);
        }

        _fault = $"the log cannot be written: {cause.Message}";
        _log.CouldNotWrite(new LogUnavailableException(_fault, cause));
    }

    // Before anything is given out, the run and the reservation are in the file and on disk: a power cut may take the
    // write-ahead log.
    private void Begin()
    {
        if (!_hasBegun && !_store.BeginRun(_store.Runs.Current + Reservation))
        {
            Log.CannotNote(_logger, SqliteStore.PageOf(_store.Path));
        }

        _hasBegun = true;
    }

    private long Reserve(long last) =>
        last + (Reservation / 2) > _store.Reserved ? last + Reservation : _store.Reserved;

    private void Finish()
    {
        if ((!TryWriteAll() || !TryRelease()) && _log.Unwritten(int.MaxValue).Count is > 0 and var lost)
        {
            Log.LostAtStop(_logger, lost, _store.Path);
        }
    }

    private bool TryRelease()
    {
        try
        {
            _store.Release(_log.Last, _log.Head);
            return true;
        }
        catch (SqliteException)
        {
            return false; // then the next run begins after all that was reserved
        }
    }

    // Ends early when the log is closed.
    private async Task PauseAsync(TimeSpan time) =>
        await Task.Delay(time, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning,
            Message = "The memory page {Path} cannot be kept: after a kill, clients are told of more lost events than " +
                "there were")]
        internal static partial void CannotNote(ILogger logger, string path);

        [LoggerMessage(Level = LogLevel.Error,
            Message = "The log {Path} cannot be written: publishers are refused; trying again every second")]
        internal static partial void CannotWrite(ILogger logger, string path, Exception cause);

        [LoggerMessage(Level = LogLevel.Information, Message = "The log {Path} can be written again")]
        internal static partial void WritesAgain(ILogger logger, string path);

        [LoggerMessage(
            Level = LogLevel.Critical,
            Message = "{Count} acknowledged events could not be written to {Path} before the stop")]
        internal static partial void LostAtStop(ILogger logger, int count, string path);
    }
}
