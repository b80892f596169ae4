using LiveFeed.Frames;
using Microsoft.Data.Sqlite;

namespace LiveFeed.Log.Sqlite;

/// <summary>
/// Finds events by the producers' ids, in some microseconds each, by one statement that stays prepared. Not thread-safe.
/// </summary>
internal sealed class SqliteFinder : IDisposable
{
    private readonly string _epoch;
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _select;

    internal SqliteFinder(string path, string epoch)
    {
        _epoch = epoch;
        _connection = SqliteStore.Open(path, SqliteOpenMode.ReadOnly);
        _select = _connection.CreateCommand();
        _select.CommandText = $"SELECT {SqliteSchema.Columns} FROM events WHERE id = $id";
        _select.Parameters.Add("$id", SqliteType.Text);
        _select.Prepare();
    }

    internal EventFrame? Find(string id)
    {
        _select.Parameters[0].Value = id;
        using var reader = _select.ExecuteReader();
        return reader.Read() ? new SqliteRows(reader).Event(_epoch) : null;
    }

    public void Dispose()
    {
        _select.Dispose();
        _connection.Dispose();
    }
}
