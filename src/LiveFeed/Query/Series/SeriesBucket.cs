namespace LiveFeed.Query.Series;

/// <summary>A summary of the values of one bucket.</summary>
/// <param name="Index">Which bucket, from 0.</param>
/// <param name="Time">When the latest of them happened, in milliseconds since 1970.</param>
/// <param name="Min">The least.</param>
/// <param name="Max">The greatest.</param>
/// <param name="Last">The latest.</param>
internal readonly record struct SeriesBucket(int Index, long Time, double Min, double Max, double Last)
{
    /// <summary>With one more value.</summary>
    internal SeriesBucket With(long time, double value) => new(
        Index, Math.Max(Time, time), Math.Min(Min, value), Math.Max(Max, value), time >= Time ? value : Last);
}
