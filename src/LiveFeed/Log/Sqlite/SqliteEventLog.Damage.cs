using Microsoft.Extensions.Logging;

namespace LiveFeed.Log.Sqlite;

/// <summary>What happens when the file is found damaged while it is in use.</summary>
internal sealed partial class SqliteEventLog
{
    private volatile string? _corruption; // the first damage found; written once, by any thread that uses the file

    /// <summary>
    /// The file holds something else than was written. From now on no event is accepted, because the retained events
    /// cannot be relied on. Logged once.
    /// </summary>
    internal void Found(Exception corruption)
    {
        var path = _file.Store.Path;
        var fault = $"the log {path} is corrupt ({corruption.Message}); restore it or set it aside, and restart";
        if (Interlocked.CompareExchange(ref _corruption, fault, null) is null)
        {
            Report.IsCorrupt(_logger, path, corruption);
        }
    }

    private static partial class Report
    {
        [LoggerMessage(Level = LogLevel.Critical,
            Message = "The log {Path} is corrupt: publishers are refused; restore the file, or set " +
                "LiveFeed:Log:OnCorruption to setAside, and restart")]
        internal static partial void IsCorrupt(ILogger logger, string path, Exception cause);
    }
}
