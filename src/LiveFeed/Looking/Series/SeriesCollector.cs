using LiveFeed.Events;

namespace LiveFeed.Looking.Series;

/// <summary>Shown events in the log's order, it keeps what a chart needs of them. Not thread-safe.</summary>
/// <param name="path">Where the values stand.</param>
/// <param name="from">The first bucket's beginning.</param>
/// <param name="to">The last one's end.</param>
/// <param name="buckets">How many there are between.</param>
internal sealed class SeriesCollector(ValuePath path, DateTimeOffset from, DateTimeOffset to, int buckets)
{
    // With the most buckets 6 MB: a chart shows 64, and a board's tiles ask together.
    internal const int MaxSeries = 100;

    private readonly SortedDictionary<string, TopicSeries> _series = new(StringComparer.Ordinal);
    private readonly double _step = Math.Max(1, (to - from).Ticks) / (double)buckets;

    internal IEnumerable<TopicSeries> Series => _series.Values;

    /// <summary>How many values were of topics that had no room.</summary>
    internal long LeftOut { get; private set; }

    internal void Show(FeedEvent e)
    {
        if (e.Topic is not { } topic || e.Time < from || e.Time > to || path.Read(e.Data) is not { } value)
        {
            return;
        }

        if (!_series.TryGetValue(topic.Value, out var series))
        {
            if (_series.Count == MaxSeries)
            {
                LeftOut++;
                return;
            }

            _series[topic.Value] = series = new TopicSeries(topic.Value);
        }

        series.Add((int)Math.Min(buckets - 1, (e.Time - from).Ticks / _step), e.Time, value, e.Data);
    }
}
