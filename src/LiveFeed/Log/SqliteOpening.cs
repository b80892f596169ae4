using System.IO;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Log;

/// <summary>
/// Opens the SQLite file, which nobody else may serve meanwhile, and reads what a log has of it in memory. A corrupt file is
/// refused or set aside.
/// </summary>
internal static partial class SqliteOpening
{
    private static readonly string[] Files = ["", "-wal", "-shm"];

    /// <exception cref="IOException">Another process serves this file, or the folder cannot be written.</exception>
    /// <exception cref="SqliteException">The file cannot be opened or written.</exception>
    /// <exception cref="LogCorruptException">It is corrupt and to be left alone.</exception>
    internal static SqliteOpened Open(LogOptions options, RetentionRules rules, TimeProvider time, ILogger logger)
    {
        var path = Path.GetFullPath(options.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var ownership = Own(path + ".lock");
        try
        {
            return Load(path, ownership, options, rules);
        }
        catch (Exception e) when (SqliteFault.IsCorruption(e) && options.OnCorruption == CorruptionAnswer.SetAside)
        {
            SetAside(path, time, logger, e);
            return Load(path, ownership, options, rules);
        }
        catch (Exception e)
        {
            ownership.Dispose();
            throw SqliteFault.IsCorruption(e) ? Refusal(path, e) : e;
        }
    }

    private static SqliteOpened Load(string path, FileStream ownership, LogOptions options, RetentionRules rules)
    {
        var store = new SqliteStore(path, options.Durability);
        try
        {
            store.CheckWhole();
            var ledger = new TopicLedger(rules);
            store.ReadLedger(ledger.Add);
            var reader = new SqliteReader(path, store.Epoch, rules);
            var tail = reader.LoadTail(SqliteFeed.TailEvents, SqliteFeed.TailBytes, store.Trimmed);
            return new SqliteOpened(ownership, store, reader, new SqliteFeed(tail, ledger, LogRuns.First, rules, store.OpenRetention(rules), last: store.Reserved));
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    // Two services that append to one file would give out the same sequences. The lock ends with the process, however it ends.
    private static FileStream Own(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new IOException($"The log is in use by another LiveFeed: {path} is locked. Set LiveFeed:Log:Path to another file.", e);
        }
    }

    private static LogCorruptException Refusal(string path, Exception cause) => new(
        $"The log {path} is corrupt ({cause.Message}). Restore it or move it away, or set LiveFeed:Log:OnCorruption to setAside: " +
        "then it is renamed and a new log begun.",
        cause);

    private static void SetAside(string path, TimeProvider time, ILogger logger, Exception cause)
    {
        var ending = $".corrupt-{time.GetUtcNow():yyyyMMdd'T'HHmmss.fff'Z'}";
        foreach (var file in Files.Where(file => File.Exists(path + file)))
        {
            File.Move(path + file, path + ending + file);
        }

        Log.SetAside(logger, path, path + ending, cause);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Critical,
            Message = "The log {Path} is corrupt: it is now {Aside}, and a new one begins, without its events")]
        internal static partial void SetAside(ILogger logger, string path, string aside, Exception cause);
    }
}
