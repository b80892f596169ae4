using System.Text.Json;
using LiveFeed.Events;
using LiveFeed.Reading;

namespace LiveFeed.Query.Series;

/// <summary>
/// One topic's states over time: when each began, and for each bucket when it was last reported, which shows how long it is
/// known to have held. The state at the beginning was reported before it. A late event, by its own time, goes to its place.
/// When states change so often that they need more memory than allowed, two buckets become one, and so on.
/// </summary>
/// <param name="topic">Whose states.</param>
/// <param name="request">The request.</param>
/// <param name="most">Max bytes held.</param>
internal sealed class TopicStates(TopicName topic, SeriesRequest request, long most) : ITopicColumns
{
    private const int MaxText = 200; // characters; a longer text is cut
    private const int MaxLate = 4_096; // to sort these in takes a few milliseconds

    private readonly List<StateSample> _states = [];
    private readonly BucketStates _open = new(); // of the newest bucket
    private readonly List<StateSample> _late = []; // earlier than the newest state, in the order of the log
    private int _newest = -1;
    private int _width = 1; // the number of buckets that are merged into one

    public static bool BeginsBefore => true;

    public TopicName Topic => topic;

    public bool IsEmpty => _states.Count == 0 && _open.IsEmpty;

    public long Bytes { get; private set; }

    public void Show(FeedEvent e)
    {
        if (e.Time > request.Until || e.ShownTime > request.Until ||
            request.Path.Read(e.Data) is not { IsNone: false } value)
        {
            return;
        }

        Add(value.Text is { Length: > MaxText } text ? value with { Text = text[..MaxText] } : value, e.ShownTime);
        while (Bytes > most && (_width < request.Buckets || _late.Count > 0))
        {
            Rebuild(Math.Min(2 * _width, request.Buckets));
        }
    }

    public void Write(Utf8JsonWriter writer)
    {
        if (_late.Count > 0)
        {
            Rebuild(_width);
        }

        Bytes += _open.Close(_states);
        writer.WriteStartArray("times"u8);
        foreach (var state in _states)
        {
            writer.WriteNumberValue(state.Time);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("values"u8);
        foreach (var state in _states)
        {
            if (state.Value.Number is { } number)
            {
                writer.WriteNumberValue(number);
            }
            else
            {
                writer.WriteStringValue(state.Value.Text);
            }
        }

        writer.WriteEndArray();
    }

    private void Add(EventValue value, DateTimeOffset time)
    {
        // States from before the requested time have a bucket of their own. Only the last of them counts.
        var bucket = time < request.Since ? -1 : request.BucketOf(time) / _width;
        var milliseconds = time.ToUnixTimeMilliseconds();
        if (bucket < _newest || milliseconds < _open.Last)
        {
            AddLate(new StateSample(milliseconds, value));
            return;
        }

        if (bucket > _newest)
        {
            Bytes += _open.Close(_states);
            _newest = bucket;
        }
        else if (bucket < 0)
        {
            _open.Clear();
        }

        _open.Add(value, milliseconds);
    }

    private void AddLate(StateSample state)
    {
        _late.Add(state);
        Bytes += state.Bytes;
        if (_late.Count == MaxLate)
        {
            Rebuild(_width);
        }
    }

    // Adds all states again, in the order of time. Then buckets limit the late states, too.
    private void Rebuild(int width)
    {
        _open.Close(_states);
        StateSample[] states = [.. _states.Concat(_late).OrderBy(state => state.Time)];
        _states.Clear();
        _late.Clear();
        (Bytes, _newest, _width) = (0, -1, width);
        foreach (var state in states)
        {
            Add(state.Value, DateTimeOffset.FromUnixTimeMilliseconds(state.Time));
        }
    }
}
