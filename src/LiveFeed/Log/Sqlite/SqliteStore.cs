using System.IO;
using LiveFeed.Events.Rooms;
using LiveFeed.Frames;
using LiveFeed.Log.Memberships;
using LiveFeed.Log.Topics;
using Microsoft.Data.Sqlite;

namespace LiveFeed.Log.Sqlite;

/// <summary>
/// The SQLite file: what it holds and the statements that change it, on one connection that its calls use in turn.
/// <see cref="SqliteReader"/> opens connections of its own to read. Its runs are in <c>SqliteStore.Runs.cs</c>.
/// </summary>
internal sealed partial class SqliteStore : IDisposable
{
    private readonly Lock _turn = new(); // a connection serves one thread at a time
    private readonly SqliteConnection _connection;
    private readonly SqliteInsert _insert;
    private readonly SqliteMemberships _memberships;
    private readonly LogDurability _durability;

    private long _reserved; // written under _turn, read by any thread

    /// <summary>Opens the file; makes it when it is missing.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="durability">Whether a commit waits for the disk.</param>
    /// <exception cref="SqliteException">The file cannot be opened.</exception>
    /// <exception cref="InvalidDataException">It is no log of this version.</exception>
    internal SqliteStore(string path, LogDurability durability)
    {
        (Path, _durability) = (path, durability);
        try
        {
            _connection = Open(Path, SqliteOpenMode.ReadWriteCreate);
            Execute(
                "PRAGMA journal_mode = WAL; " +
                $"PRAGMA synchronous = {(durability == LogDurability.Commit ? "FULL" : "NORMAL")};");
            CreateOrMigrate();
            (Epoch, _reserved, Trimmed, Runs) = ReadFeed();
            _insert = new SqliteInsert(_connection);
            _memberships = new SqliteMemberships(_connection);
        }
        catch
        {
            Close();
            throw;
        }
    }

    internal string Path { get; }

    internal string Epoch { get; }

    /// <summary>At least every sequence that was ever given out.</summary>
    internal long Reserved => Volatile.Read(ref _reserved);

    /// <summary>When it was opened, every event up to here had been trimmed.</summary>
    internal long Trimmed { get; }

    internal static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(ConnectionString(path, mode));
        connection.Open();
        return connection;
    }

    /// <summary>Shows every event's ledger row, oldest first.</summary>
    internal void ReadLedger(Action<LedgerRow> show)
    {
        using var command = Command($"SELECT {SqliteSchema.LedgerColumns} FROM events ORDER BY sequence");
        using var reader = command.ExecuteReader();
        var rows = new SqliteRows(reader);
        while (reader.Read())
        {
            show(rows.Ledger());
        }
    }

    /// <summary>Who is in which room, by the events in the file.</summary>
    internal List<Membership> ReadMemberships()
    {
        using var turn = _turn.EnterScope();
        return _memberships.Read();
    }

    /// <summary>Writes a batch in one transaction and raises the reservation when needed.</summary>
    internal void Append(IReadOnlyList<EventFrame> frames, long reserve)
    {
        using var turn = _turn.EnterScope();
        ThrowIfMoved();
        using var transaction = _connection.BeginTransaction();
        foreach (var frame in frames)
        {
            _insert.Execute(frame);
            _memberships.Apply(frame.Event, transaction);
        }

        Execute("UPDATE feed SET reserved = $value", reserve);
        if (frames.Count > 0)
        {
            Execute("UPDATE feed SET stored = $value", frames[^1].Sequence);
        }

        transaction.Commit();
        Volatile.Write(ref _reserved, reserve);
    }

    /// <summary>Checks, without writing, that the file is still at its path.</summary>
    /// <exception cref="IOException">It was moved or removed.</exception>
    internal void ThrowIfMoved()
    {
        using var turn = _turn.EnterScope();
        if (NativeSqlite.HasMoved(_connection))
        {
            throw new IOException($"{Path} was moved or removed while in use; put it back, or restart to begin a new log");
        }
    }

    /// <summary>Looks at every page of the file.</summary>
    /// <exception cref="LogCorruptException">It is not whole.</exception>
    internal void CheckWhole()
    {
        using var check = Command("PRAGMA quick_check(1)");
        if (check.ExecuteScalar() is not "ok" and var fault)
        {
            throw new LogCorruptException(((string)fault!).ReplaceLineEndings(" "));
        }
    }

    public void Dispose()
    {
        _page?.Dispose();
        _insert.Dispose();
        _memberships.Dispose();
        Close();
    }

    // Close the readers' pooled connections first. They would go on reading this file, even when another one is at its
    // path. And the last connection to close, when it is not a reader, leaves all data in the one file.
    private void Close()
    {
        using var reading = new SqliteConnection(ConnectionString(Path, SqliteOpenMode.ReadOnly));
        SqliteConnection.ClearPool(reading);
        _connection?.Dispose();
    }

    private static string ConnectionString(string path, SqliteOpenMode mode) => new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = mode,
        Pooling = mode == SqliteOpenMode.ReadOnly,

        // Seconds to wait for another process's lock before the write counts as failed (and is tried again).
        DefaultTimeout = 1,
    }.ToString();

    private void Execute(string sql, long? value = null)
    {
        using var command = Command(sql, value);
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, object? value = null)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        if (value is not null)
        {
            command.Parameters.AddWithValue("$value", value);
        }

        return command;
    }
}
