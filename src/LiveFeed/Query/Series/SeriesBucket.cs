namespace LiveFeed.Query.Series;

/// <summary>What the values of one bucket say.</summary>
/// <param name="Time">When the last of them was received, in milliseconds since 1970.</param>
/// <param name="Min">The least.</param>
/// <param name="Max">The greatest.</param>
/// <param name="Last">The last.</param>
internal readonly record struct SeriesBucket(long Time, double Min, double Max, double Last);
