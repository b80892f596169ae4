namespace LiveFeed.Log.Runs;

/// <summary>One run of the service on a log, from its start to its stop or its crash.</summary>
/// <param name="Base">The sequence before its first event. Readers may stand there, too.</param>
/// <param name="Stored">The last sequence that the log kept; <paramref name="Base"/> when it kept none.</param>
/// <param name="Given">The last sequence that was given out. What it has after <paramref name="Stored"/> is lost.</param>
internal readonly record struct LogRun(long Base, long Stored, long Given)
{
    internal bool HasLost => Given > Stored;
}
