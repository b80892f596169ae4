using System.Text.Json;
using LiveFeed.Events;

namespace LiveFeed.Looking.Series;

/// <summary>
/// One topic's states over time: when each began, and in each bucket when it was said last, which tells how long it is known to
/// have held. What held at the beginning was said before it.
/// </summary>
internal sealed class TopicStates(TopicName topic, SeriesRequest request) : ITopicColumns
{
    // Of one bucket, which is a pixel or two: more cannot be told apart.
    private const int MaxRuns = 8;
    private const int MaxText = 200; // characters: more is no state

    private readonly List<(long Time, EventValue Value)> _states = [];
    private readonly List<StateRun> _open = []; // of the newest bucket
    private int _newest = -1;

    public static bool BeginsBefore => true;

    public static bool Counts => false;

    public TopicName Topic => topic;

    public bool IsEmpty => _states.Count == 0 && _open.Count == 0;

    public void Show(FeedEvent e)
    {
        if (e.Time > request.Until || request.Path.Read(e.Data) is not { IsNone: false } value)
        {
            return;
        }

        var bucket = e.Time < request.Since ? -1 : request.BucketOf(e.Time);
        if (bucket > _newest)
        {
            CloseBucket();
            _newest = bucket;
        }

        Add(value.Text is { Length: > MaxText } text ? value with { Text = text[..MaxText] } : value, e.Time.ToUnixTimeMilliseconds());
    }

    public void Write(Utf8JsonWriter writer)
    {
        CloseBucket();
        writer.WriteStartArray("times"u8);
        foreach (var (time, _) in _states)
        {
            writer.WriteNumberValue(time);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("values"u8);
        foreach (var (_, value) in _states)
        {
            if (value.Number is { } number)
            {
                writer.WriteNumberValue(number);
            }
            else
            {
                writer.WriteStringValue(value.Text);
            }
        }

        writer.WriteEndArray();
    }

    private void Add(EventValue value, long milliseconds)
    {
        var last = _open.Count > 0 ? _open[^1] : default;
        milliseconds = Math.Max(milliseconds, last.Last); // a clock that went back
        if (_open.Count > 0 && last.Value == value)
        {
            _open[^1] = last with { Last = milliseconds };
            return;
        }

        _open.Add(new StateRun(value, milliseconds, milliseconds));
        if (_open.Count > MaxRuns)
        {
            _open.RemoveAt(LeastMissed());
        }
    }

    // A state that comes again, else a number between others, else the oldest: a peak and a rare state are not lost.
    private int LeastMissed()
    {
        var again = _open.FindIndex(run => _open.FindLastIndex(other => other.Value == run.Value) > _open.IndexOf(run));
        if (again >= 0)
        {
            return again;
        }

        var (least, most) = (_open.Min(run => run.Value.Number), _open.Max(run => run.Value.Number));
        return Math.Max(0, _open.FindIndex(run => run.Value.Number > least && run.Value.Number < most));
    }

    private void CloseBucket()
    {
        foreach (var run in _open)
        {
            if (_states.Count == 0 || _states[^1].Value != run.Value)
            {
                _states.Add((run.First, run.Value));
            }

            if (_states[^1].Time < run.Last)
            {
                _states.Add((run.Last, run.Value));
            }
        }

        _open.Clear();
    }
}
