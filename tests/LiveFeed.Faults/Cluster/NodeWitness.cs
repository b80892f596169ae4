using System.Text.Json;

namespace LiveFeed.Faults.Cluster;

/// <summary>
/// What producers of all nodes were told, to be held against the log and the followers in the end. Any thread.
/// </summary>
internal sealed class NodeWitness
{
    private readonly Lock _lock = new();
    private readonly List<PlacedEvent> _acknowledged = []; // guarded by the lock

    internal long Acknowledged
    {
        get
        {
            lock (_lock)
            {
                return _acknowledged.Count;
            }
        }
    }

    /// <summary>A producer got 202 for a batch, which is stored in one piece.</summary>
    internal void Note(int producer, int number, int count, JsonElement positions)
    {
        var first = Place.Parse(positions.GetProperty("first").GetString()!);
        lock (_lock)
        {
            _acknowledged.AddRange(Enumerable.Range(0, count).Select(
                i => new PlacedEvent(first with { Number = first.Number + i }, producer, number + i)));
        }
    }

    /// <summary>Holds all of it against the log.</summary>
    /// <param name="log">Every event of the log, in its order.</param>
    /// <param name="terms">Where each term ended.</param>
    /// <param name="followers">They have the last event.</param>
    internal NodeVerdict Judge(IReadOnlyList<PlacedEvent> log, TermTable terms, IReadOnlyList<NodeFollower> followers)
    {
        lock (_lock)
        {
            var kept = log.ToHashSet();
            var gone = _acknowledged.FindAll(one => !kept.Contains(one));
            var lost = gone.Count(one => !terms.IsLost(one.Place));
            var reports = followers.Select(follower => follower.Report(kept, terms)).ToList();
            return new NodeVerdict(
                Lost: lost,
                Missing: reports.Sum(report => report.Missing),
                Duplicated: Twice(log) + Contradictions(log, followers) + reports.Sum(report => report.Duplicated),
                LostAndTold: gone.Count - lost,
                Untold: reports.Sum(report => report.Untold),
                Imagined: reports.Sum(report => report.Imagined),
                Told: reports.Sum(report => report.Told));
        }
    }

    // In the log twice, or out of order.
    private static long Twice(IReadOnlyList<PlacedEvent> log) => log.GroupBy(one => one.Producer).Sum(producer =>
        producer.Zip(producer.Skip(1)).Count(pair => pair.Second.Number <= pair.First.Number));

    // Positions that were two events'.
    private long Contradictions(IReadOnlyList<PlacedEvent> log, IReadOnlyList<NodeFollower> followers) =>
        log.Concat(_acknowledged).Concat(followers.SelectMany(follower => follower.Seen)).Distinct()
            .GroupBy(one => one.Place).Count(place => place.Count() > 1);
}
