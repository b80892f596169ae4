using Microsoft.Extensions.Logging;

namespace LiveFeed.Log.Sqlite;

/// <summary>What becomes of a log whose file is found damaged while it is in use.</summary>
internal sealed partial class SqliteEventLog
{
    private volatile string? _corruption; // what was found in the file, once; written by whoever reads

    /// <summary>
    /// The file holds something else than was written: from now on nothing is taken, as what is retained cannot be relied
    /// on. Said once.
    /// </summary>
    internal void Found(Exception corruption)
    {
        var path = _file.Store.Path;
        var fault = $"the log {path} is corrupt ({corruption.Message}); restart to restore it or have it set aside";
        if (Interlocked.CompareExchange(ref _corruption, fault, null) is null)
        {
            Report.IsCorrupt(_logger, path, corruption);
        }
    }

    private static partial class Report
    {
        [LoggerMessage(Level = LogLevel.Critical,
            Message = "The log {Path} is corrupt: publishers are refused; restart to restore it or have it set aside")]
        internal static partial void IsCorrupt(ILogger logger, string path, Exception cause);
    }
}
