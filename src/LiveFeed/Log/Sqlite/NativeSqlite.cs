using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LiveFeed.Log.Sqlite;

/// <summary>What SQLite's library can and its binding cannot.</summary>
internal static partial class NativeSqlite
{
    private const int HasMovedOperation = 20; // SQLITE_FCNTL_HAS_MOVED

    /// <summary>
    /// Whether the file that a connection has open no longer stands at its path: what is written goes to where nobody will
    /// find it. A stat(2) and no more.
    /// </summary>
    internal static bool HasMoved(SqliteConnection connection) =>
        FileControl(connection.Handle!, "main", HasMovedOperation, out var moved) == raw.SQLITE_OK && moved != 0;

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_file_control", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int FileControl(sqlite3 connection, string database, int operation, out int answer);
}
