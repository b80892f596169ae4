namespace LiveFeed.Faults.Load;

/// <summary>Events that a client was told are lost: all between the two sequences.</summary>
/// <param name="After">The last before them.</param>
/// <param name="Before">The first behind them.</param>
/// <param name="Position">The last sequence that the client had been given when it was told.</param>
internal readonly record struct ToldGap(long After, long Before, long Position)
{
    /// <summary>It had already gone on behind the beginning of the loss.</summary>
    internal bool IsLate => After < Position;
}
