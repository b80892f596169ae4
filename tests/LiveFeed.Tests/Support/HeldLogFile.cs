using LiveFeed.Log.Sqlite;
using Microsoft.Data.Sqlite;

namespace LiveFeed.Tests.Support;

/// <summary>
/// Until it is disposed of, another has the file of a service's log: what the service gives out stays in its memory.
/// </summary>
internal sealed class HeldLogFile : IDisposable
{
    private readonly SqliteConnection _connection;

    /// <param name="path">The file.</param>
    internal HeldLogFile(string path)
    {
        _connection = SqliteStore.Open(path, SqliteOpenMode.ReadWrite);
        using var begin = _connection.CreateCommand();
        begin.CommandText = "BEGIN IMMEDIATE";
        begin.ExecuteNonQuery();
    }

    public void Dispose() => _connection.Dispose();
}
