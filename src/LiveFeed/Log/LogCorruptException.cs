namespace LiveFeed.Log;

/// <summary>The log's file does not hold what was written. Only an operator can repair it.</summary>
internal sealed class LogCorruptException(string reason, Exception? cause = null) : Exception(reason, cause);
