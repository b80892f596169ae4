using Microsoft.Data.Sqlite;

namespace LiveFeed.Faults.Load;

/// <summary>What the log's file has of the service's runs: which of them gave out more than was stored.</summary>
internal sealed class RunTable
{
    private readonly List<Run> _runs = []; // in rising order, the current one at the end

    internal RunTable(string path)
    {
        using var file = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=false");
        file.Open();
        using var select = file.CreateCommand();
        select.CommandText =
            "SELECT base, stored, given FROM runs UNION ALL SELECT base, base, base FROM feed ORDER BY base";
        using var rows = select.ExecuteReader();
        while (rows.Read())
        {
            _runs.Add(new Run(rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2)));
        }
    }

    /// <summary>
    /// For each loss, the first sequence that can be read after it: in the end every client has been told it. Consecutive
    /// runs with nothing between them are one loss.
    /// </summary>
    internal IReadOnlySet<long> Losses()
    {
        var losses = new HashSet<long>();
        var isLost = false;
        foreach (var run in _runs)
        {
            if (isLost && !run.KeptNothing)
            {
                losses.Add(run.Base + 1);
                isLost = false;
            }

            isLost |= run.HasLost;
        }

        return losses;
    }

    /// <summary>
    /// Whether everything between two sequences is lost or was never given out, and something was lost. Of a run nothing may
    /// be left. A client that was there during that run was told of the loss before it, too, with the run's first sequence.
    /// </summary>
    internal bool IsLoss(long after, long before)
    {
        var i = _runs.FindLastIndex(run => run.Base <= after);
        if (i < 0 || !_runs[i].HasLost || after < _runs[i].Stored)
        {
            return false;
        }

        do
        {
            i++;
        }
        while (i < _runs.Count && _runs[i].KeptNothing && _runs[i].Base + 1 < before);
        return i < _runs.Count && _runs[i].Base + 1 == before;
    }

    private readonly record struct Run(long Base, long Stored, long Given)
    {
        internal bool HasLost => Given > Stored;

        internal bool KeptNothing => HasLost && Stored == Base;
    }
}
