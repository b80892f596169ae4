using System.IO;
using LiveFeed.Events;
using LiveFeed.Log.Runs;

namespace LiveFeed.Log.Sqlite;

/// <summary>The file's versions, and which runs of the service have written it.</summary>
internal sealed partial class SqliteStore
{
    private RunPage? _page; // of the current run; set when it begins, used under the log's lock

    /// <summary>All runs so far, and the current one, which is not in the file until <see cref="BeginRun"/>.</summary>
    internal LogRuns Runs { get; }

    /// <summary>The path of a run's note, beside the log's file.</summary>
    internal static string PageOf(string path) => path + "-run";

    /// <summary>
    /// Writes the current run into the file itself and to disk, so it survives a loss of the write-ahead log. Must be
    /// called before anything is given out; may be called again.
    /// </summary>
    /// <param name="reserve">At least every sequence that will be given out before the next write.</param>
    /// <returns>
    /// True: after a kill, it is known exactly what was given out. False: all that was reserved counts as given out.
    /// </returns>
    /// <exception cref="IOException">It is not in the file, or an older note is in the way.</exception>
    internal bool BeginRun(long reserve)
    {
        using var turn = _turn.EnterScope();
        ThrowIfMoved();
        using (var transaction = _connection.BeginTransaction())
        {
            Execute("DELETE FROM runs");
            foreach (var run in Runs.Past)
            {
                using var insert = Command("INSERT INTO runs VALUES ($value, $stored, $given)", run.Base);
                insert.Parameters.AddWithValue("$stored", run.Stored);
                insert.Parameters.AddWithValue("$given", run.Given);
                insert.ExecuteNonQuery();
            }

            Execute("UPDATE feed SET base = $value, stored = $value, clean = NULL", Runs.Current);
            Execute("UPDATE feed SET commits = $value", _durability == LogDurability.Commit ? 1 : 0);
            Execute("UPDATE feed SET reserved = $value", reserve);
            transaction.Commit();
        }

        Checkpoint();
        Volatile.Write(ref _reserved, reserve);
        _page?.Dispose();
        _page = RunPage.Begin(PageOf(Path), Epoch, Runs.Current);
        return _page is not null;
    }

    /// <summary>
    /// Everything up to this sequence has been given out. Call it under the log's lock, before anyone is told.
    /// </summary>
    internal void Gave(long sequence) => _page?.Gave(sequence);

    /// <summary>Notes a clean stop.</summary>
    /// <param name="last">The last sequence that was used.</param>
    /// <param name="given">The last that anyone was told of; all up to it is stored.</param>
    internal void Release(long last, long given)
    {
        using var turn = _turn.EnterScope();
        using var transaction = _connection.BeginTransaction();
        Execute("UPDATE feed SET reserved = $value", last);
        Execute("UPDATE feed SET stored = $value, clean = $value", given);
        transaction.Commit();
    }

    private void Checkpoint()
    {
        using var command = Command("PRAGMA wal_checkpoint(TRUNCATE)");
        using var row = command.ExecuteReader();
        if (row.Read() && row.GetInt64(0) != 0 && row.GetInt64(1) != row.GetInt64(2))
        {
            throw new IOException($"another process reads {Path} and holds up its write-ahead log");
        }
    }

    private void CreateOrMigrate()
    {
        using var version = Command("PRAGMA user_version");
        var found = (long)version.ExecuteScalar()!;
        if (found is < 0 or > SqliteSchema.Version)
        {
            throw new InvalidDataException(
                $"{Path} is a log of version {found}; this LiveFeed reads version {SqliteSchema.Version}.");
        }

        if (found == SqliteSchema.Version)
        {
            return;
        }

        using var transaction = _connection.BeginTransaction();
        if (found == 0)
        {
            Execute(SqliteSchema.Create);
            using var feed = Command(
                "INSERT INTO feed (one, epoch, reserved, trimmed) VALUES (1, $value, 0, 0)", Position.NewEpoch());
            feed.ExecuteNonQuery();
        }
        else
        {
            foreach (var migration in SqliteSchema.Migrations.Skip((int)found - 1))
            {
                Execute(migration);
            }

            if (found < SqliteSchema.NotesCommits)
            {
                // The last run did not note how it answered: assume the same setting as now.
                Execute("UPDATE feed SET commits = $value", _durability == LogDurability.Commit ? 1 : 0);
            }
        }

        Execute($"PRAGMA user_version = {SqliteSchema.Version}");
        transaction.Commit();
    }

    private (string Epoch, long Reserved, long Trimmed, LogRuns Runs) ReadFeed()
    {
        using var select = Command(
            """
            SELECT epoch, reserved, trimmed, base, max(stored, trimmed,
                    coalesce((SELECT max(sequence) FROM events), 0), coalesce((SELECT max(trimmed) FROM retention), 0)),
                clean, commits, (SELECT min(sequence) FROM events)
            FROM feed
            """);
        using var row = select.ExecuteReader();
        row.Read();
        var (epoch, stored, trimmed) = (row.GetString(0), row.GetInt64(4), row.GetInt64(2));
        var reserved = Math.Max(row.GetInt64(1), stored);
        if (row.IsDBNull(3))
        {
            return (epoch, reserved, trimmed, LogRuns.First);
        }

        var last = new LastRun(
            row.GetInt64(3),
            Math.Max(row.GetInt64(3), stored),
            row.IsDBNull(5) ? null : row.GetInt64(5),
            row.GetInt64(6) != 0,
            reserved);
        var runs = last.End(ReadRuns(), RunPage.Read(PageOf(Path), epoch));
        var forgotten = Math.Min(trimmed, row.IsDBNull(7) ? trimmed : row.GetInt64(7) - 1);
        return (epoch, reserved, trimmed, runs.Forget(through: forgotten));
    }

    private List<LogRun> ReadRuns()
    {
        using var select = Command("SELECT base, stored, given FROM runs ORDER BY base");
        using var rows = select.ExecuteReader();
        var runs = new List<LogRun>();
        while (rows.Read())
        {
            runs.Add(new LogRun(rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2)));
        }

        return runs;
    }
}
