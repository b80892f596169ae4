namespace LiveFeed.Query.Series;

/// <summary>A topic's values: one entry a bucket in each list, buckets without a value left out.</summary>
/// <param name="Topic">Whose values.</param>
/// <param name="Unit">What the latest of its events names; left out when it names none.</param>
/// <param name="Times">When the bucket's last value was received, in milliseconds since 1970.</param>
/// <param name="Min">The bucket's least value.</param>
/// <param name="Max">Its greatest.</param>
/// <param name="Last">Its last.</param>
/// <param name="Counts">
/// With <c>histogram</c>: how many of the bucket's values are in each part of the range; else left out.
/// </param>
// This type only describes the JSON: TopicSeries writes it straight to the response.
internal sealed record SeriesColumns(
    string Topic,
    string? Unit,
    IReadOnlyList<long> Times,
    IReadOnlyList<double> Min,
    IReadOnlyList<double> Max,
    IReadOnlyList<double> Last,
    IReadOnlyList<IReadOnlyList<int>>? Counts);
