using System.Globalization;
using LiveFeed.Tests.Support;

namespace LiveFeed.Faults.Cluster;

/// <summary>Where each term of the log on Redis ended, as Redis has it.</summary>
internal sealed class TermTable
{
    private readonly Dictionary<long, long> _ends = []; // the current term has none

    private TermTable(IReadOnlyList<(long Term, long Start)> terms)
    {
        var end = long.MaxValue;
        for (var i = terms.Count - 1; i > 0; i--)
        {
            end = Math.Min(end, terms[i].Start);
            _ends[terms[i - 1].Term] = end;
        }
    }

    /// <summary>How many terms have ended.</summary>
    internal int Ended => _ends.Count;

    internal static async Task<TermTable> ReadAsync(RedisProcess redis)
    {
        var terms = await redis.Database.ListRangeAsync("{livefeed}:terms");
        return new TermTable([.. terms.Select(term => term.ToString().Split(' ')).Select(parts =>
            (long.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture)))]);
    }

    /// <summary>A position behind the end of its term: its event is gone.</summary>
    internal bool IsLost(Place place) => _ends.TryGetValue(place.Term, out var end) && place.Number > end;
}
