using System.IO;
using LiveFeed.Log.Runs;
using LiveFeed.Log.Trimming;
using LiveFeed.Log.Tail;
using LiveFeed.Log.Topics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Log.Sqlite;

/// <summary>
/// Opens the SQLite file, so that nobody else can serve it, and reads the part that a log keeps in memory. A corrupt file
/// is refused or set aside.
/// </summary>
internal static partial class SqliteOpening
{
    /// <exception cref="IOException">Another process serves this file, or the folder cannot be written.</exception>
    /// <exception cref="SqliteException">The file cannot be opened or written.</exception>
    /// <exception cref="LogCorruptException">It is corrupt and must be left alone.</exception>
    internal static SqliteOpened Open(LogOptions options, RetentionRules rules, TimeProvider time, ILogger logger)
    {
        var path = SqliteFiles.Resolve(options.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var ownership = SqliteFiles.TakeOrMake(path, options.Durability);
        try
        {
            try
            {
                return Load(path, ownership, options, rules);
            }
            catch (Exception e) when (SqliteFault.IsCorruption(e) && options.OnCorruption == CorruptionAnswer.SetAside)
            {
                SetAside(path, time, logger, e);
                using var before = ownership; // held until the next file is taken
                ownership = SqliteFiles.TakeOrMake(path, options.Durability);
                return Load(path, ownership, options, rules);
            }
        }
        catch (Exception e)
        {
            ownership.Dispose();
            throw SqliteFault.IsCorruption(e) ? Refusal(path, e) : e;
        }
    }

    private static SqliteOpened Load(string path, FileOwnership ownership, LogOptions options, RetentionRules rules)
    {
        if (new FileInfo(path).Length == 0)
        {
            throw new LogCorruptException("it has no byte, and a new log never has none");
        }

        var store = new SqliteStore(path, options.Durability);
        try
        {
            store.CheckWhole();
            var ledger = new TopicLedger(rules);
            store.ReadLedger(ledger.Add);
            var reader = new SqliteReader(path, store.Epoch, rules);
            var ring = reader.LoadTail(LogTail.TailEvents, LogTail.TailBytes, store.Trimmed);
            var tail = new LogTail(ring, ledger, store.Runs, rules, store.OpenRetention(rules))
            {
                Epochs = LogEpochs.First(store.Epoch),
                Uncounted = store.Trimmed,
            };
            return new SqliteOpened(ownership, store, reader, tail);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    private static LogCorruptException Refusal(string path, Exception cause) => new(
        $"The log {path} is corrupt ({cause.Message}). Restore it or move it away, or set LiveFeed:Log:OnCorruption to " +
        "setAside: " +
        "then it is renamed and a new log begun.",
        cause);

    private static void SetAside(string path, TimeProvider time, ILogger logger, Exception cause)
    {
        var ending = $".corrupt-{time.GetUtcNow():yyyyMMdd'T'HHmmss.fff'Z'}";
        SqliteFiles.Rename(path, path + ending);
        Log.SetAside(logger, path, path + ending, cause);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Critical,
            Message = "The log {Path} is corrupt: it was renamed to {Aside}, and a new, empty log begins")]
        internal static partial void SetAside(ILogger logger, string path, string aside, Exception cause);
    }
}
