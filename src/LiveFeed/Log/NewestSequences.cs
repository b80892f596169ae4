namespace LiveFeed.Log;

/// <summary>Where the newest events that someone wants stand.</summary>
/// <param name="Sequences">Theirs, oldest first.</param>
/// <param name="Head">The log's head at the search. Later events were not searched.</param>
internal sealed record NewestSequences(long[] Sequences, long Head);
