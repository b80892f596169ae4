using LiveFeed.Reading;

namespace LiveFeed.Query.Series;

/// <summary>The states of one bucket of time, only as many as a viewer can tell apart.</summary>
internal sealed class BucketStates
{
    // A bucket is one or two pixels wide, so more states cannot be told apart.
    private const int MaxRuns = 8;

    private readonly List<StateRun> _runs = [];

    internal bool IsEmpty => _runs.Count == 0;

    /// <summary>When the last state was last reported, in milliseconds since 1970.</summary>
    internal long Last => IsEmpty ? long.MinValue : _runs[^1].Last;

    internal void Clear() => _runs.Clear();

    /// <param name="value">The state.</param>
    /// <param name="milliseconds">When it was reported; not before <see cref="Last"/>.</param>
    internal void Add(EventValue value, long milliseconds)
    {
        var last = _runs.Count > 0 ? _runs[^1] : default;
        if (_runs.Count > 0 && last.Value == value)
        {
            _runs[^1] = last with { Last = milliseconds };
            return;
        }

        _runs.Add(new StateRun(value, milliseconds, milliseconds));
        if (_runs.Count > MaxRuns)
        {
            _runs.RemoveAt(LeastMissed());
        }
    }

    /// <summary>Adds to the list when each state began and when it was last reported. The bucket is empty then.</summary>
    /// <returns>The bytes of memory that this takes.</returns>
    internal int Close(List<StateSample> states)
    {
        var bytes = 0;
        foreach (var run in _runs)
        {
            if (states.Count == 0 || states[^1].Value != run.Value)
            {
                bytes += Add(states, new StateSample(run.First, run.Value));
            }

            if (states[^1].Time < run.Last)
            {
                bytes += Add(states, states[^1] with { Time = run.Last });
            }
        }

        _runs.Clear();
        return bytes;
    }

    private static int Add(List<StateSample> states, StateSample state)
    {
        states.Add(state);
        return state.Bytes;
    }

    // The run to drop: first a state that comes again, then a number between others, then the oldest. So no peak and no rare
    // state is lost.
    private int LeastMissed()
    {
        var again = _runs.FindIndex(run => _runs.FindLastIndex(other => other.Value == run.Value) > _runs.IndexOf(run));
        if (again >= 0)
        {
            return again;
        }

        var (least, most) = (_runs.Min(run => run.Value.Number), _runs.Max(run => run.Value.Number));
        return Math.Max(0, _runs.FindIndex(run => run.Value.Number > least && run.Value.Number < most));
    }
}
