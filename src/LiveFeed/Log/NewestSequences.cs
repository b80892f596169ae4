namespace LiveFeed.Log;

/// <summary>Where the newest events that someone wants stand.</summary>
/// <param name="Sequences">Theirs, oldest first.</param>
/// <param name="Head">The log's head when they were looked for: what comes after it was not looked at.</param>
internal sealed record NewestSequences(long[] Sequences, long Head);
