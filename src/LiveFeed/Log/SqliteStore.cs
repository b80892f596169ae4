using System.IO;
using LiveFeed.Events;
using Microsoft.Data.Sqlite;

namespace LiveFeed.Log;

/// <summary>
/// The SQLite file: what it holds and the statements that change it, on one connection that its calls take in turns.
/// <see cref="SqliteReader"/> opens connections of its own to read.
/// </summary>
internal sealed class SqliteStore : IDisposable
{
    private readonly Lock _turn = new(); // a connection serves one thread at a time
    private readonly FileStream _ownership;
    private readonly SqliteConnection _connection;
    private readonly SqliteInsert _insert;

    /// <summary>Opens the file, making it and its folder when missing.</summary>
    /// <exception cref="IOException">Another process serves this file, or the folder cannot be written.</exception>
    /// <exception cref="SqliteException">The file cannot be opened or is no log of this version.</exception>
    internal SqliteStore(string path, LogDurability durability)
    {
        Path = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        _ownership = Own(Path + ".lock");
        try
        {
            _connection = Open(Path, SqliteOpenMode.ReadWriteCreate);
            Execute($"PRAGMA journal_mode = WAL; PRAGMA synchronous = {(durability == LogDurability.Commit ? "FULL" : "NORMAL")};");
            (Epoch, Reserved, Trimmed) = ReadOrCreateFeed();
            _insert = new SqliteInsert(_connection);
        }
        catch
        {
            _connection?.Dispose();
            _ownership.Dispose();
            throw;
        }
    }

    internal string Path { get; }

    internal string Epoch { get; }

    /// <summary>At least every sequence that was ever given out.</summary>
    internal long Reserved { get; private set; }

    internal long Trimmed { get; private set; }

    internal static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = Connection(path, mode);
        connection.Open();
        return connection;
    }

    /// <summary>Shows every event's ledger row, oldest first.</summary>
    internal void ReadLedger(Action<LedgerRow> show)
    {
        using var command = Command($"SELECT {SqliteSchema.LedgerColumns} FROM events ORDER BY sequence");
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            show(SqliteRows.Ledger(rows));
        }
    }

    /// <summary>Writes a batch in one transaction and raises the reservation when needed.</summary>
    internal void Append(IReadOnlyList<EventFrame> frames, long reserve)
    {
        using var turn = _turn.EnterScope();
        using var transaction = _connection.BeginTransaction();
        foreach (var frame in frames)
        {
            _insert.Execute(frame);
        }

        Execute("UPDATE feed SET reserved = $value", reserve);
        transaction.Commit();
        Reserved = reserve;
    }

    /// <summary>The oldest events, as long as a test of them holds, at most so many.</summary>
    internal List<LedgerRow> ReadOldest(int limit, Predicate<LedgerRow> whileTrue)
    {
        using var turn = _turn.EnterScope();
        using var command = Command($"SELECT {SqliteSchema.LedgerColumns} FROM events ORDER BY sequence LIMIT $value", limit);
        using var rows = command.ExecuteReader();
        var oldest = new List<LedgerRow>();
        while (rows.Read() && SqliteRows.Ledger(rows) is var row && whileTrue(row))
        {
            oldest.Add(row);
        }

        return oldest;
    }

    internal void DeleteThrough(long sequence)
    {
        using var turn = _turn.EnterScope();
        using var transaction = _connection.BeginTransaction();
        Execute("DELETE FROM events WHERE sequence <= $value", sequence);
        Execute("UPDATE feed SET trimmed = $value", sequence);
        transaction.Commit();
        Trimmed = sequence;
    }

    /// <summary>The last words of a clean stop: the sequence goes on right after the last event.</summary>
    internal void Release(long last)
    {
        using var turn = _turn.EnterScope();
        Execute("UPDATE feed SET reserved = $value", last);
    }

    public void Dispose()
    {
        _insert.Dispose();
        _connection.Dispose();

        // Readers' connections wait in a pool, with the file open.
        using (var reader = Connection(Path, SqliteOpenMode.ReadOnly))
        {
            SqliteConnection.ClearPool(reader);
        }

        _ownership.Dispose();
    }

    private static SqliteConnection Connection(string path, SqliteOpenMode mode) => new(new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = mode,
        Pooling = mode == SqliteOpenMode.ReadOnly,

        // Seconds to wait for another process's lock before the write counts as failed (and is tried again).
        DefaultTimeout = 1,
    }.ToString());

    // Two services that append to one file would give out the same sequences. The lock ends with the process, however it ends.
    private static FileStream Own(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new IOException($"The log is in use by another LiveFeed: {path} is locked. Set LiveFeed:Log:Path to another file.", e);
        }
    }

    private (string Epoch, long Reserved, long Trimmed) ReadOrCreateFeed()
    {
        using var version = Command("PRAGMA user_version");
        var found = (long)version.ExecuteScalar()!;
        if (found == 0)
        {
            using var transaction = _connection.BeginTransaction();
            Execute(SqliteSchema.Create);
            using var feed = Command("INSERT INTO feed VALUES (1, $value, 0, 0)", Position.NewEpoch());
            feed.ExecuteNonQuery();
            Execute($"PRAGMA user_version = {SqliteSchema.Version}");
            transaction.Commit();
        }
        else if (found != SqliteSchema.Version)
        {
            throw new InvalidDataException(
                $"{Path} is a log of version {found}; this LiveFeed reads version {SqliteSchema.Version}.");
        }

        using var select = Command("SELECT epoch, reserved, trimmed, (SELECT coalesce(max(sequence), 0) FROM events) FROM feed");
        using var row = select.ExecuteReader();
        row.Read();
        return (row.GetString(0), Math.Max(row.GetInt64(1), row.GetInt64(3)), row.GetInt64(2));
    }

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
