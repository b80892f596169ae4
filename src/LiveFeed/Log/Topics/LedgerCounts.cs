namespace LiveFeed.Log.Topics;

/// <summary>How many events a log retains of some topics, as <see cref="NewestCollector"/> needs it.</summary>
/// <param name="Retained">All of them.</param>
/// <param name="Unkeyed">Events without a key.</param>
/// <param name="Narrow">Events with a key that are not meant for everyone.</param>
/// <param name="Keys">Keys whose newest event is meant for everyone.</param>
internal readonly record struct LedgerCounts(long Retained, long Unkeyed, long Narrow, long Keys)
{
    public static LedgerCounts operator +(LedgerCounts a, LedgerCounts b) =>
        new(a.Retained + b.Retained, a.Unkeyed + b.Unkeyed, a.Narrow + b.Narrow, a.Keys + b.Keys);

    public static LedgerCounts operator -(LedgerCounts a, LedgerCounts b) =>
        new(a.Retained - b.Retained, a.Unkeyed - b.Unkeyed, a.Narrow - b.Narrow, a.Keys - b.Keys);
}
