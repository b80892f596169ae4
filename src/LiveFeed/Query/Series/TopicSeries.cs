using System.Text.Json;
using LiveFeed.Events;
using LiveFeed.Reading;

namespace LiveFeed.Query.Series;

/// <summary>One topic's numbers in buckets of equal time: what a chart needs of them. Only buckets that have values take room.</summary>
internal sealed class TopicSeries(TopicName topic, SeriesRequest request) : ITopicColumns
{
    private const int BucketBytes = 32;

    // Of which only the unit is kept. To read that of every event would cost as much as the value.
    private const int LargeData = 1_024;

    private readonly List<SeriesBucket> _buckets = [];
    private readonly List<int[]> _counts = []; // of each bucket, where they are asked for
    private int _newest = -1;
    private EventData _latest; // that has a value; empty when it is large
    private string? _unit; // of the latest, where that is large

    public static bool BeginsBefore => false;

    public TopicName Topic => topic;

    public bool IsEmpty => _buckets.Count == 0;

    public long Bytes => LargeData + (_buckets.Capacity * BucketBytes) + (_counts.Count * CountsBytes);

    private long CountsBytes => 32 + (sizeof(int) * (request.Histogram?.Bins ?? 0));

    public void Show(FeedEvent e)
    {
        if (e.Time >= request.Since && e.Time <= request.Until && request.Path.ReadNumber(e.Data) is { } value)
        {
            Keep(e.Data);
            Add(request.BucketOf(e.Time), e.Time.ToUnixTimeMilliseconds(), value);
            if (request.Histogram is { } histogram)
            {
                Count(value, histogram);
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

    // Once it has been added, so that its bucket is the open one.
    private void Count(double value, Histogram histogram)
    {
        if (_counts.Count < _buckets.Count)
        {
            _counts.Add(new int[histogram.Bins]);
        }

        _counts[^1][histogram.BinOf(value)]++;
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
