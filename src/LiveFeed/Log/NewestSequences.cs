namespace LiveFeed.Log;

/// <summary>The sequences of the newest events that a subscription wants.</summary>
/// <param name="Sequences">Oldest first.</param>
/// <param name="Head">The log's head at the search. Later events were not searched.</param>
internal sealed record NewestSequences(long[] Sequences, long Head);
