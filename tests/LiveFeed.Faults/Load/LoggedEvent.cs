namespace LiveFeed.Faults.Load;

/// <summary>An event of the log.</summary>
internal readonly record struct LoggedEvent(long Sequence, int Producer, int Number);
