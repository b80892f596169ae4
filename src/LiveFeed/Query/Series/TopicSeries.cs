using System.Text.Json;
using LiveFeed.Events;
using LiveFeed.Reading;

namespace LiveFeed.Query.Series;

/// <summary>
/// One topic's numbers, reduced to buckets of equal time for a chart. Only buckets with values take memory.
/// </summary>
internal sealed class TopicSeries(TopicName topic, SeriesRequest request) : ITopicColumns
{
    private const int BucketBytes = 40;

    // Of larger data only the unit is kept. To read the unit of every event would cost as much as to read its value.
    private const int LargeData = 1_024;

    private readonly List<SeriesBucket> _buckets = []; // in the order of time
    private readonly List<int[]> _counts = []; // of each bucket, if asked for
    private EventData _latest; // the latest data with a value; empty when that is large
    private string? _unit; // of the latest data, when that is large

    public static bool BeginsBefore => false;

    public TopicName Topic => topic;

    public bool IsEmpty => _buckets.Count == 0;

    public long Bytes => LargeData + (_buckets.Capacity * BucketBytes) + (_counts.Count * CountsBytes);

    private long CountsBytes => 32 + (sizeof(int) * (request.Histogram?.Bins ?? 0));

    public void Show(FeedEvent e)
    {
        if (request.Has(e) && request.Path.ReadNumber(e.Data) is { } value)
        {
            Keep(e.Data);
            var at = Add(request.BucketOf(e.ShownTime), e.ShownTime.ToUnixTimeMilliseconds(), value);
            if (request.Histogram is { } histogram)
            {
                _counts[at][histogram.BinOf(value)]++;
            }
        }
    }

    public void Write(Utf8JsonWriter writer)
    {
        if ((_latest.Utf8 is null ? _unit : ValuePath.ReadUnit(_latest)) is { } unit)
        {
            writer.WriteString("unit"u8, unit);
        }

        Write(writer, "times", bucket => bucket.Time);
        Write(writer, "min", bucket => bucket.Min);
        Write(writer, "max", bucket => bucket.Max);
        Write(writer, "last", bucket => bucket.Last);
        if (request.Histogram is not null)
        {
            WriteCounts(writer);
        }
    }

    private void Write(Utf8JsonWriter writer, string name, Func<SeriesBucket, double> column)
    {
        writer.WriteStartArray(name);
        foreach (var bucket in _buckets)
        {
            writer.WriteNumberValue(column(bucket));
        }

        writer.WriteEndArray();
    }

    private void Keep(EventData data)
    {
        var isLarge = data.Utf8.Length > LargeData;
        _latest = isLarge ? default : data;
        _unit = isLarge ? ValuePath.ReadUnit(data) : null;
    }

    private void WriteCounts(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("counts"u8);
        foreach (var counts in _counts)
        {
            writer.WriteStartArray();
            foreach (var count in counts)
            {
                writer.WriteNumberValue(count);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    // Most events are later than those before them. A late event, by its own time or after a clock was set back, goes to the
    // bucket of its time. Returns the index of that bucket.
    private int Add(int bucket, long milliseconds, double value)
    {
        var at = Behind(bucket);
        if (at > 0 && _buckets[at - 1].Index == bucket)
        {
            _buckets[at - 1] = _buckets[at - 1].With(milliseconds, value);
            return at - 1;
        }

        _buckets.Insert(at, new SeriesBucket(bucket, milliseconds, value, value, value));
        if (request.Histogram is { } histogram)
        {
            _counts.Insert(at, new int[histogram.Bins]);
        }

        return at;
    }

    // The index of the first bucket after this one; the count when there is none.
    private int Behind(int bucket)
    {
        if (_buckets.Count == 0 || _buckets[^1].Index <= bucket)
        {
            return _buckets.Count;
        }

        var (low, high) = (0, _buckets.Count);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = _buckets[middle].Index > bucket ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
