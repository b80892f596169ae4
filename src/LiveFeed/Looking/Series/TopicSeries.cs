using LiveFeed.Events;

namespace LiveFeed.Looking.Series;

/// <summary>One topic's values in buckets of equal time. Only buckets that have values take room. Not thread-safe.</summary>
internal sealed class TopicSeries(string topic)
{
    private readonly List<SeriesBucket> _buckets = [];
    private int _newest = -1;
    private EventData _latest;

    internal string Topic => topic;

    internal IReadOnlyList<SeriesBucket> Buckets => _buckets;

    /// <summary>Of the latest event that has a value.</summary>
    internal string? Unit => ValuePath.ReadUnit(_latest);

    /// <summary>Values come in the log's order; one whose clock went back counts to the bucket that is open.</summary>
    internal void Add(int bucket, DateTimeOffset time, double value, EventData data)
    {
        _latest = data;
        var milliseconds = time.ToUnixTimeMilliseconds();
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
