namespace LiveFeed.Badges;

/// <summary>The values of one column of pixels.</summary>
/// <param name="Index">Which column, from the left.</param>
/// <param name="Low">The least.</param>
/// <param name="High">The greatest.</param>
/// <param name="IsRising">The least came before the greatest.</param>
/// <param name="Last">The one that came last.</param>
internal readonly record struct SparklineColumn(int Index, double Low, double High, bool IsRising, double Last)
{
    internal SparklineColumn With(double value) =>
        value < Low ? this with { Low = value, IsRising = false, Last = value }
        : value > High ? this with { High = value, IsRising = true, Last = value }
        : this with { Last = value };
}
