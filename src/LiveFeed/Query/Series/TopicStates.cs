using System.Text.Json;
using LiveFeed.Events;
using LiveFeed.Reading;

namespace LiveFeed.Query.Series;

/// <summary>
/// One topic's states over time: when each began, and in each bucket when it was said last, which tells how long it is known to
/// have held. What held at the beginning was said before it. Where states change so often that they take more memory than there is
/// for them, two buckets become one, and so on.
/// </summary>
/// <param name="topic">Whose states.</param>
/// <param name="request">What is asked for.</param>
/// <param name="most">Bytes that may be held.</param>
internal sealed class TopicStates(TopicName topic, SeriesRequest request, long most) : ITopicColumns
{
    private const int MaxText = 200; // characters: more is no state

    private readonly List<StateSample> _states = [];
    private readonly BucketStates _open = new(); // of the newest bucket
    private int _newest = -1;
    private int _width = 1; // how many buckets are one

    public static bool BeginsBefore => true;

    public TopicName Topic => topic;

    public bool IsEmpty => _states.Count == 0 && _open.IsEmpty;

    public long Bytes { get; private set; }

    public void Show(FeedEvent e)
    {
        if (e.Time > request.Until || request.Path.Read(e.Data) is not { IsNone: false } value)
        {
            return;
        }

        Add(value.Text is { Length: > MaxText } text ? value with { Text = text[..MaxText] } : value, e.Time);
        while (Bytes > most && _width < request.Buckets)
        {
            Widen();
        }
    }

    public void Write(Utf8JsonWriter writer)
    {
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
        // What was said before the time asked for has a bucket of its own.
        var bucket = time < request.Since ? -1 : request.BucketOf(time) / _width;
        if (bucket > _newest)
        {
            Bytes += _open.Close(_states);
            _newest = bucket;
        }

        _open.Add(value, time.ToUnixTimeMilliseconds());
    }

    private void Widen()
    {
        _open.Close(_states);
        StateSample[] states = [.. _states];
        _states.Clear();
        (Bytes, _newest, _width) = (0, -1, 2 * _width);
        foreach (var state in states)
        {
            Add(state.Value, DateTimeOffset.FromUnixTimeMilliseconds(state.Time));
        }
    }
}
