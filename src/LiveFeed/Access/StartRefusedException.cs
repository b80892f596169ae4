namespace LiveFeed.Access;

/// <summary>The service does not start with these settings; the message says which and what to set instead.</summary>
internal sealed class StartRefusedException(string message) : Exception(message);
