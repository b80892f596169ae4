using System.Globalization;
using System.Text.Json;

namespace LiveFeed.Faults.Load;

/// <summary>
/// What producers were told and clients saw, to be held against the log in the end. Every producer numbers its events from 0
/// and posts to a topic of its own. Any thread.
/// </summary>
internal sealed class Witness
{
    private readonly Lock _lock = new();
    private readonly List<Acknowledgement> _acknowledged = []; // guarded by _lock, as all below
    private readonly Dictionary<long, (int Producer, int Number)> _seen = []; // by sequence, by any client
    private readonly List<long> _kills = []; // timestamps
    private long _contradictions; // a position that two clients, or one twice, saw another event at

    internal long Acknowledged
    {
        get
        {
            lock (_lock)
            {
                return _acknowledged.Sum(one => (long)one.Count);
            }
        }
    }

    internal static long Sequence(string position) =>
        long.Parse(position.AsSpan(position.IndexOf('-', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture);

    /// <summary>A producer got 202 for this many consecutive events.</summary>
    internal void Note(int producer, int number, int count, JsonElement positions)
    {
        var first = Sequence(positions.GetProperty("first").GetString()!);
        var last = Sequence(positions.GetProperty("last").GetString()!);
        lock (_lock)
        {
            _acknowledged.Add(new Acknowledgement(producer, number, count, first, last, TimeProvider.System.GetTimestamp()));
        }
    }

    /// <summary>A client was sent an event.</summary>
    internal void Saw(LoggedEvent e)
    {
        lock (_lock)
        {
            if (!_seen.TryAdd(e.Sequence, (e.Producer, e.Number)) && _seen[e.Sequence] != (e.Producer, e.Number))
            {
                _contradictions++;
            }
        }
    }

    internal void Killed()
    {
        lock (_lock)
        {
            _kills.Add(TimeProvider.System.GetTimestamp());
        }
    }

    /// <summary>Holds all of it against the log.</summary>
    /// <param name="log">Every event of the log, in its order.</param>
    /// <param name="mayLoseLastMoment">
    /// What was acknowledged last before a kill may be gone, as long as nothing that came after it is there.
    /// </param>
    internal Verdict Judge(IReadOnlyList<LoggedEvent> log, bool mayLoseLastMoment)
    {
        lock (_lock)
        {
            var sequences = log.DistinctBy(one => (one.Producer, one.Number)).ToDictionary(
                one => (one.Producer, one.Number), one => one.Sequence);
            var (lost, lastMoment, time) = (0L, 0L, TimeSpan.Zero);
            var lives = new Lives(log.Select(one => one.Sequence), _acknowledged.Select(one => one.First));
            foreach (var one in _acknowledged)
            {
                if (one.Missing(sequences) is not (> 0 and var missing))
                {
                    continue;
                }

                if (mayLoseLastMoment && lives.LastKept(one.First) < one.Last)
                {
                    lastMoment += missing;
                    time = TimeSpan.FromTicks(Math.Max(time.Ticks, BeforeKill(one.At).Ticks));
                }
                else
                {
                    lost += missing;
                }
            }

            lost += mayLoseLastMoment ? 0 : _seen.Count(one => !sequences.ContainsKey(one.Value));
            return new Verdict(lost, Duplicated(log), lastMoment, time);
        }
    }

    private long Duplicated(IReadOnlyList<LoggedEvent> log)
    {
        var twice = _contradictions;
        twice += log.Count(kept => _seen.TryGetValue(kept.Sequence, out var seen) && seen != (kept.Producer, kept.Number));
        foreach (var producer in log.GroupBy(one => one.Producer))
        {
            // Or out of order.
            twice += producer.Zip(producer.Skip(1)).Count(pair => pair.Second.Number <= pair.First.Number);
        }

        var given = _acknowledged.OrderBy(one => one.First).ToList();
        return twice + given.Zip(given.Skip(1)).Count(pair => pair.Second.First == pair.First.First);
    }

    private TimeSpan BeforeKill(long at) =>
        _kills.Where(kill => kill >= at).Select(kill => TimeProvider.System.GetElapsedTime(at, kill))
        .DefaultIfEmpty(TimeSpan.MaxValue).Min();
}
