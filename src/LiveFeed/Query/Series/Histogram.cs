namespace LiveFeed.Query.Series;

/// <summary>
/// Equal parts of a range, in which values are counted. A value outside the range counts in the part at that end.
/// </summary>
/// <param name="From">Where the first part begins; finite.</param>
/// <param name="To">Where the last part ends; finite, and greater.</param>
/// <param name="Bins">How many parts there are.</param>
internal sealed record Histogram(double From, double To, int Bins)
{
    internal const int MaxBins = 200;

    /// <summary>Max buckets times parts: 16 MB for 100 topics. On a screen, more cells cannot be told apart.</summary>
    internal const int MaxCells = 40_000;

    internal int BinOf(double value)
    {
        if (value < From)
        {
            return 0;
        }

        if (value >= To)
        {
            return Bins - 1;
        }

        // The width of a very large range may not be finite; half of the width is.
        var share = double.IsFinite(To - From)
            ? (value - From) / (To - From)
            : ((value / 2) - (From / 2)) / ((To / 2) - (From / 2));
        return Math.Min(Bins - 1, (int)(share * Bins));
    }
}
