using LiveFeed.Events;

namespace LiveFeed.Looking.Series;

/// <summary>
/// One topic's values in buckets of equal time: shown events in the log's order, it keeps what a chart needs of them. Only
/// buckets that have values take room. Not thread-safe.
/// </summary>
internal sealed class TopicSeries(TopicName topic, SeriesRequest request)
{
    private readonly List<SeriesBucket> _buckets = [];
    private int _newest = -1;
    private EventData _latest;

    internal TopicName Topic => topic;

    internal IReadOnlyList<SeriesBucket> Buckets => _buckets;

    /// <summary>Of the latest event that has a value.</summary>
    internal string? Unit => ValuePath.ReadUnit(_latest);

    internal void Show(FeedEvent e)
    {
        if (e.Time >= request.Since && e.Time <= request.Until && request.Path.Read(e.Data) is { } value)
        {
            _latest = e.Data;
            Add(request.BucketOf(e.Time), e.Time.ToUnixTimeMilliseconds(), value);
        }
    }

    // Values come in the log's order; one whose clock went back counts to the bucket that is open.
    private void Add(int bucket, long milliseconds, double value)
    {
        if (bucket > _newest)
        {
            _newest = bucket;
            _buckets.Add(new SeriesBucket(milliseconds, value, value, value));
            return;
        }

        var open = _buckets[^1];
        _buckets[^1] = new SeriesBucket(
            Math.Max(open.Time, milliseconds), Math.Min(open.Min, value), Math.Max(open.Max, value), value);
    }
}
