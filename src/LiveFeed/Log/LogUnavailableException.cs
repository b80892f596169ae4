namespace LiveFeed.Log;

/// <summary>The log cannot take events now (disk full, read-only, locked, stopping); it tries again by itself.</summary>
internal sealed class LogUnavailableException(string reason, Exception? cause = null) : Exception(reason, cause);
