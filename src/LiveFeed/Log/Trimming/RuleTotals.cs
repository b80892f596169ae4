using LiveFeed.Log.Topics;

namespace LiveFeed.Log.Trimming;

/// <summary>What a log retains of one retention rule's events.</summary>
internal readonly record struct RuleTotals(long Events, long Bytes)
{
    internal RuleTotals With(LedgerRow row) => new(Events + 1, Bytes + row.Size);

    internal RuleTotals Without(LedgerRow row) => new(Events - 1, Bytes - row.Size);
}
