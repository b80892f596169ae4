using LiveFeed.Events;

namespace LiveFeed.Badges;

/// <summary>
/// Values over a time span, reduced to a picture: the least and the greatest of each column of pixels. So no peak is lost,
/// and memory does not depend on the number of values. For one request only.
/// </summary>
internal sealed class SparklineSeries(DateTimeOffset from, TimeSpan span, int columns)
{
    private const int UsualGap = 3; // columns without a value: fewer may be jitter or one lost value

    private readonly SparklineColumn?[] _columns = new SparklineColumn?[columns];

    internal DateTimeOffset From => from;

    internal TimeSpan Span => span;

    internal int Count => _columns.Length;

    internal double Low { get; private set; } = double.PositiveInfinity;

    internal double High { get; private set; } = double.NegativeInfinity;

    internal bool IsEmpty => Low > High;

    /// <summary>False for an event that was received within the span but happened outside it.</summary>
    internal bool Shows(FeedEvent e) => e.OccurredAt is not { } own || (own >= from && own <= from + span);

    /// <summary>
    /// Adds values in the order of the log. A value outside the span counts at its end, because clocks are sometimes
    /// corrected.
    /// </summary>
    internal void Add(DateTimeOffset time, double value)
    {
        var at = Math.Clamp((int)((time - from) / span * _columns.Length), 0, _columns.Length - 1);
        _columns[at] = _columns[at] is { } column
            ? column.With(value)
            : new SparklineColumn(at, value, value, IsRising: true, value);
        (Low, High) = (Math.Min(Low, value), Math.Max(High, value));
    }

    /// <summary>The columns with values, in runs. Between two runs is a silence that is longer than usual.</summary>
    internal IEnumerable<IReadOnlyList<SparklineColumn>> Runs()
    {
        var filled = _columns.OfType<SparklineColumn>().ToList();
        var steps = filled.Zip(filled.Skip(1), (before, next) => next.Index - before.Index).Order().ToList();
        var longest = steps.Count == 0 ? 0 : Math.Max(UsualGap, UsualGap * steps[steps.Count / 2]);
        var start = 0;
        for (var i = 1; i <= filled.Count; i++)
        {
            if (i == filled.Count || filled[i].Index - filled[i - 1].Index > longest)
            {
                yield return filled[start..i];
                start = i;
            }
        }
    }
}
