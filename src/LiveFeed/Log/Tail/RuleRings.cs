using LiveFeed.Frames;
using LiveFeed.Log.Trimming;

namespace LiveFeed.Log.Tail;

/// <summary>
/// All events of a log in memory, with a ring for each retention rule. So the oldest events of a rule go without moving
/// others. They are read as one log, by sequence. Not thread-safe: its log's lock guards it.
/// </summary>
internal sealed class RuleRings(RetentionRules rules)
{
    private readonly FrameRing[] _tails = [.. Enumerable.Range(0, rules.Count).Select(_ => new FrameRing(floor: 0))];
    private readonly int[] _next = new int[rules.Count]; // used only during a copy

    internal FrameRing this[int rule] => _tails[rule];

    /// <summary>For each rule, the sequence of its last removed event.</summary>
    internal long[] Floors => Array.ConvertAll(_tails, tail => tail.Floor);

    /// <summary>Adds an event and says which rule it belongs to.</summary>
    internal int Append(EventFrame frame)
    {
        var rule = rules.RuleOf(frame.Event.Topic);
        _tails[rule].Append(frame);
        return rule;
    }

    internal EventFrame? Find(string id)
    {
        foreach (var tail in _tails)
        {
            if (tail.Find(id) is { } frame)
            {
                return frame;
            }
        }

        return null;
    }

    internal EventFrame? At(long sequence)
    {
        foreach (var tail in _tails)
        {
            if (tail.At(sequence) is { } frame)
            {
                return frame;
            }
        }

        return null;
    }

    /// <summary>Copies the events after a sequence, oldest first, as many as fit; says how many.</summary>
    internal int CopyAfter(long sequence, Span<EventFrame> target)
    {
        for (var rule = 0; rule < _tails.Length; rule++)
        {
            _next[rule] = _tails[rule].IndexAfter(sequence);
        }

        var count = 0;
        for (; count < target.Length; count++)
        {
            var first = -1;
            for (var rule = 0; rule < _tails.Length; rule++)
            {
                if (_next[rule] < _tails[rule].Count && (first < 0 || Next(rule).Sequence < Next(first).Sequence))
                {
                    first = rule;
                }
            }

            if (first < 0)
            {
                break;
            }

            target[count] = Next(first);
            _next[first]++;
        }

        return count;
    }

    /// <summary>Copies the events up to a sequence, newest first, as many as fit; says how many.</summary>
    internal int CopyBack(long sequence, Span<EventFrame> target)
    {
        for (var rule = 0; rule < _tails.Length; rule++)
        {
            _next[rule] = _tails[rule].IndexAfter(sequence) - 1;
        }

        var count = 0;
        for (; count < target.Length; count++)
        {
            var last = -1;
            for (var rule = 0; rule < _tails.Length; rule++)
            {
                if (_next[rule] >= 0 && (last < 0 || Next(rule).Sequence > Next(last).Sequence))
                {
                    last = rule;
                }
            }

            if (last < 0)
            {
                break;
            }

            target[count] = Next(last);
            _next[last]--;
        }

        return count;
    }

    /// <summary>The last sequence before the first event of a time or later; null when there is none.</summary>
    internal long? SequenceBefore(DateTimeOffset time) => _tails.Min(tail => tail.SequenceBefore(time));

    private EventFrame Next(int rule) => _tails[rule][_next[rule]];
}
