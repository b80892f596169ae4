using LiveFeed.Log;

namespace LiveFeed.Publishing;

/// <summary>The positions of the first and the last event of a publish, as it was sent.</summary>
/// <param name="First">Of the first event that has one.</param>
/// <param name="Last">Of the last; the same when there is one.</param>
public sealed record PositionRange(string First, string Last)
{
    internal static PositionRange? Of(IReadOnlyList<Receipt> receipts) => receipts.Count == 0
        ? null
        : new PositionRange(receipts[0].Position.ToString(), receipts[^1].Position.ToString());
}
