using System.Collections.Immutable;
using LiveFeed.Frames;

namespace LiveFeed.Log.Runs;

/// <summary>
/// Which sequences a log ever gave out, run by run, and which of these events it has lost. Between two runs lie sequences
/// that were never given out; a reader that stands there has its position from a log that went another way: this one is an
/// older copy. Immutable.
/// </summary>
internal sealed class LogRuns
{
    // Of a service that is killed each second, three hours: some 200 KB.
    private const int MaxPast = 10_000;

    private readonly ImmutableArray<LogRun> _past; // in rising order; the first, if there is one, begins at 0
    private readonly ImmutableArray<long> _lossAfter; // of those that have lost events, the last sequence before these
    // for each run, and at the end for the current one: events of all runs before it
    private readonly ImmutableArray<long> _before;

    /// <param name="past">All runs before the current one, in rising order; the first begins at 0.</param>
    /// <param name="current">The sequence before the current run's first event; 0 when there was none before.</param>
    internal LogRuns(ImmutableArray<LogRun> past, long current)
    {
        (_past, Current) = (past, current);
        _lossAfter = [.. past.Where(run => run.HasLost).Select(run => run.Stored)];
        var before = ImmutableArray.CreateBuilder<long>(past.Length + 1);
        before.Add(0);
        foreach (var run in past)
        {
            before.Add(before[^1] + (run.Stored - run.Base));
        }

        _before = before.MoveToImmutable();
    }

    /// <summary>The runs before the current one, in rising order.</summary>
    internal ImmutableArray<LogRun> Past => _past;

    /// <summary>A log that has just begun.</summary>
    internal static LogRuns First { get; } = new([], current: 0);

    /// <summary>The sequence before the current run's first event.</summary>
    internal long Current { get; }

    /// <summary>What a reader that has come to a sequence has lost right there; null when it just goes on.</summary>
    /// <param name="sequence">What it has come to.</param>
    /// <param name="head">The log's.</param>
    internal LogGap? LossAt(long sequence, long head)
    {
        if (sequence >= Current)
        {
            return sequence > head ? new LogGap(sequence, Current + 1, GapReason.Lost) : null;
        }

        var i = IndexOf(sequence);
        if (!IsLostAfter(_past[i], sequence))
        {
            return null;
        }

        // A run that lost everything has nothing to go on with.
        while (++i < _past.Length && IsLostAfter(_past[i], _past[i].Base))
        {
        }

        return new LogGap(sequence, (i < _past.Length ? _past[i].Base : Current) + 1, GapReason.Lost);
    }

    /// <summary>Where a reader that has come to a sequence goes on, and how far a page of its may go.</summary>
    internal PageStart StartAfter(long sequence, long head)
    {
        var gap = LossAt(sequence, head);
        var after = gap?.Before - 1 ?? sequence;
        var next = _lossAfter.BinarySearch(after);
        next = next < 0 ? ~next : next;
        return new PageStart(after, gap, next < _lossAfter.Length ? _lossAfter[next] : long.MaxValue);
    }

    /// <summary>
    /// Makes one run of those of which no event is retained any more, and two when there are losses among them: behind these
    /// there is nothing that a reader could have missed. So their number is bounded.
    /// </summary>
    /// <param name="through">No event up to this sequence is retained.</param>
    internal LogRuns Forget(long through)
    {
        var gone = 0;
        while (gone < _past.Length && (_past[gone].Given <= through || _past.Length - gone > MaxPast))
        {
            gone++;
        }

        var kept = ImmutableArray.CreateBuilder<LogRun>();
        var from = 0L;
        var lossy = gone - 1;
        while (lossy >= 0 && !_past[lossy].HasLost)
        {
            lossy--;
        }

        if (lossy >= 0)
        {
            kept.Add(_past[lossy] with { Base = 0 });
            from = lossy + 1 < gone ? _past[lossy + 1].Base : 0;
        }

        if (lossy < gone - 1)
        {
            kept.Add(new LogRun(from, _past[gone - 1].Given, _past[gone - 1].Given));
        }

        kept.AddRange(_past.AsSpan(gone..));
        return new LogRuns(kept.ToImmutable(), Current);
    }

    /// <summary>
    /// How many of the sequences after one and up to another were kept as events, as far as the runs tell.
    /// </summary>
    internal long CountBetween(long after, long through) => Math.Max(0, CountThrough(through) - CountThrough(after));

    private long CountThrough(long sequence)
    {
        if (sequence >= Current)
        {
            return _before[^1] + sequence - Current;
        }

        var i = IndexOf(sequence);
        return _before[i] + Math.Min(sequence, _past[i].Stored) - _past[i].Base;
    }

    // The last run that begins at a sequence before the current run's, or before it.
    private int IndexOf(long sequence)
    {
        var (low, high) = (0, _past.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = _past[middle].Base <= sequence ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    private static bool IsLostAfter(LogRun run, long sequence) =>
        sequence > run.Given || (run.HasLost && sequence >= run.Stored);
}
