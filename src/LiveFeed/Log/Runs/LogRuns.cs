using System.Collections.Immutable;
using LiveFeed.Frames;

namespace LiveFeed.Log.Runs;

/// <summary>
/// Which sequences a log ever gave out, run by run, and which of these events it has lost. Between two runs are sequences
/// that were never given out. A reader at such a sequence got it from another log, of which this one is an older copy.
/// Immutable.
/// </summary>
internal sealed class LogRuns
{
    // Three hours of a service that is killed every second: about 200 KB.
    private const int MaxPast = 10_000;

    private readonly ImmutableArray<LogRun> _past; // in rising order; the first, if there is one, begins at 0
    private readonly ImmutableArray<long> _lossAfter; // of each run that lost events, the last sequence before them
    // for each run, and at the end for the current one: the number of events in all earlier runs
    private readonly ImmutableArray<long> _before;
    private readonly bool _areShared;

    /// <param name="past">All runs before the current one, in rising order; the first begins at 0.</param>
    /// <param name="current">The sequence before the current run's first event; 0 when there was none before.</param>
    /// <param name="areShared">
    /// Other nodes append, too: a reader that has reached a sequence after the head may have got it from one of them. Then
    /// it has lost nothing.
    /// </param>
    internal LogRuns(ImmutableArray<LogRun> past, long current, bool areShared = false)
    {
        (_past, Current, _areShared) = (past, current, areShared);
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

    /// <summary>The loss directly after a sequence that a reader has reached; null when nothing is lost there.</summary>
    /// <param name="sequence">The sequence that it has reached.</param>
    /// <param name="head">The log's head.</param>
    /// <param name="mayBeAhead">Another node may have given it out, when there are others.</param>
    internal LogGap? LossAt(long sequence, long head, bool mayBeAhead = true)
    {
        if (sequence >= Current)
        {
            return sequence > head && !(_areShared && mayBeAhead) ? new LogGap(sequence, Current + 1, GapReason.Lost) : null;
        }

        var i = IndexOf(sequence);
        if (!IsLostAfter(_past[i], sequence))
        {
            return null;
        }

        // A run that lost all its events has nothing to read: skip it.
        while (++i < _past.Length && IsLostAfter(_past[i], _past[i].Base))
        {
        }

        return new LogGap(sequence, (i < _past.Length ? _past[i].Base : Current) + 1, GapReason.Lost);
    }

    /// <summary>Where a reader that has reached a sequence goes on, and where its page must end.</summary>
    internal PageStart StartAfter(long sequence, long head)
    {
        var gap = LossAt(sequence, head);
        var after = gap?.Before - 1 ?? sequence;
        var next = _lossAfter.BinarySearch(after);
        next = next < 0 ? ~next : next;
        return new PageStart(after, gap, next < _lossAfter.Length ? _lossAfter[next] : long.MaxValue);
    }

    /// <summary>
    /// Merges the runs of which no event is retained into one, or into two when there are losses among them: after the
    /// last loss, a reader has missed nothing. So the number of runs is bounded.
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

    /// <summary>How many sequences after one and up to another were kept as events, as far as the runs tell.</summary>
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

    // The last run that begins at or before a sequence, which is before the current run.
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
