using LiveFeed.Log.Trimming;
using LiveFeed.Log.Topics;
using Microsoft.Data.Sqlite;

namespace LiveFeed.Log.Sqlite;

/// <summary>What trimming does in the file, and how far each retention rule has come there.</summary>
internal sealed partial class SqliteStore
{
    /// <summary>
    /// For each rule, the sequence of its last trimmed event. When the rules have changed since the file was trimmed,
    /// each rule gets the highest mark of all. So readers may be told of one gap too many, but never of too few.
    /// </summary>
    internal long[] OpenRetention(RetentionRules rules)
    {
        using var turn = _turn.EnterScope();
        var found = new List<(string Topics, long Trimmed)>();
        using (var select = Command("SELECT topics, trimmed FROM retention ORDER BY rule"))
        using (var row = select.ExecuteReader())
        {
            while (row.Read())
            {
                found.Add((row.GetString(0), row.GetInt64(1)));
            }
        }

        string[] topics = [.. Enumerable.Range(0, rules.Count).Select(rules.TextOf)];
        if (topics.SequenceEqual(found.Select(one => one.Topics)))
        {
            return [.. found.Select(one => one.Trimmed)];
        }

        long[] trimmed = new long[rules.Count];
        Array.Fill(trimmed, found.Count == 0 ? Trimmed : found.Max(one => one.Trimmed));
        using var transaction = _connection.BeginTransaction();
        Execute("DELETE FROM retention");
        for (var rule = 0; rule < trimmed.Length; rule++)
        {
            using var insert = Command(
                "INSERT INTO retention (rule, topics, trimmed) VALUES ($rule, $value, $trimmed)", topics[rule]);
            insert.Parameters.AddWithValue("$rule", rule);
            insert.Parameters.AddWithValue("$trimmed", trimmed[rule]);
            insert.ExecuteNonQuery();
        }

        transaction.Commit();
        return trimmed;
    }

    /// <summary>
    /// Shows max <paramref name="limit"/> events after a sequence, oldest first, until one is not taken.
    /// </summary>
    internal void ReadAfter(long after, int limit, Predicate<LedgerRow> take)
    {
        using var turn = _turn.EnterScope();
        using var command = Command(
            $"SELECT {SqliteSchema.LedgerColumns} FROM events WHERE sequence > $value ORDER BY sequence LIMIT {limit}",
            after);
        using var reader = command.ExecuteReader();
        var rows = new SqliteRows(reader);
        while (reader.Read() && take(rows.Ledger()))
        {
        }
    }

    /// <summary>
    /// Deletes the oldest events of a rule. The rule's mark only rises: after a change of the rules it may be above them
    /// already.
    /// </summary>
    /// <param name="rule">The events' rule.</param>
    /// <param name="gone">In rising order.</param>
    /// <param name="areAll">No other event stands between them.</param>
    internal void Delete(int rule, IReadOnlyList<LedgerRow> gone, bool areAll)
    {
        if (gone.Count == 0)
        {
            return;
        }

        using var turn = _turn.EnterScope();
        using var transaction = _connection.BeginTransaction();
        if (areAll)
        {
            using var delete = Command(
                "DELETE FROM events WHERE sequence >= $value AND sequence <= $last", gone[0].Sequence);
            delete.Parameters.AddWithValue("$last", gone[^1].Sequence);
            delete.ExecuteNonQuery();
        }
        else
        {
            DeleteEach(gone);
        }

        using (var mark = Command(
            "UPDATE retention SET trimmed = max(trimmed, $value) WHERE rule = $rule", gone[^1].Sequence))
        {
            mark.Parameters.AddWithValue("$rule", rule);
            mark.ExecuteNonQuery();
        }

        Execute(
            "UPDATE feed SET trimmed = coalesce((SELECT min(sequence) - 1 FROM events), " +
            "(SELECT max(trimmed) FROM retention))");
        transaction.Commit();
    }

    private void DeleteEach(IReadOnlyList<LedgerRow> gone)
    {
        using var delete = Command("DELETE FROM events WHERE sequence = $sequence");
        var sequence = delete.Parameters.Add("$sequence", SqliteType.Integer);
        delete.Prepare();
        foreach (var row in gone)
        {
            sequence.Value = row.Sequence;
            delete.ExecuteNonQuery();
        }
    }
}
