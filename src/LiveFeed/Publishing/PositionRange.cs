using LiveFeed.Log;

namespace LiveFeed.Publishing;

/// <summary>The positions of the first and the last event of a publish, as it was sent.</summary>
/// <param name="First">Of the first event that has one.</param>
/// <param name="Last">Of the last; the same when there is one.</param>
public sealed record PositionRange(string First, string Last)
{
    internal static PositionRange? Of(IReadOnlyList<Receipt> receipts)
    {
        if (receipts.Count == 0)
        {
            return null;
        }

        var first = receipts[0].Position.ToString();
        return new PositionRange(first, receipts.Count == 1 ? first : receipts[^1].Position.ToString());
    }
}
