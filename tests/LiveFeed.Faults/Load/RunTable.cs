using Microsoft.Data.Sqlite;

namespace LiveFeed.Faults.Load;

/// <summary>What the log's file has of the service's runs: which of them gave out more than was stored.</summary>
internal static class RunTable
{
    /// <summary>For each loss the first sequence that may be read behind it. Runs in a row that have nothing between them are one loss.</summary>
    internal static IReadOnlySet<long> Losses(string path)
    {
        using var file = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=false");
        file.Open();
        using var select = file.CreateCommand();
        select.CommandText = "SELECT base, stored, given FROM runs UNION ALL SELECT base, base, base FROM feed ORDER BY base";
        using var rows = select.ExecuteReader();
        var losses = new HashSet<long>();
        var isLost = false;
        while (rows.Read())
        {
            var (begin, stored, given) = (rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2));
            var keptNothing = given > stored && stored == begin;
            if (isLost && !keptNothing)
            {
                losses.Add(begin + 1);
                isLost = false;
            }

            isLost |= given > stored;
        }

        return losses;
    }
}
