namespace LiveFeed.Log;

/// <summary>The log's file is not what was written to it. Nothing but an operator can mend that.</summary>
internal sealed class LogCorruptException(string reason, Exception? cause = null) : Exception(reason, cause);
