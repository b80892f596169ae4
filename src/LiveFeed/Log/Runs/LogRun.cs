namespace LiveFeed.Log.Runs;

/// <summary>One run of the service on a log, from its start to its stop or its crash.</summary>
/// <param name="Base">The sequence before its first event. Readers may be there, too.</param>
/// <param name="Stored">The last sequence that the log kept; <paramref name="Base"/> when it kept none.</param>
/// <param name="Given">The last sequence that was given out. Its events after <paramref name="Stored"/> are lost.</param>
internal readonly record struct LogRun(long Base, long Stored, long Given)
{
    internal bool HasLost => Given > Stored;
}
