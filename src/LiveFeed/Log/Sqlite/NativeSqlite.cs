using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LiveFeed.Log.Sqlite;

/// <summary>Calls of SQLite's library that its binding does not have.</summary>
internal static partial class NativeSqlite
{
    private const int HasMovedOperation = 20; // SQLITE_FCNTL_HAS_MOVED

    /// <summary>
    /// True when a connection's file is no longer at its path: nobody would find what is written there. It costs one
    /// stat(2).
    /// </summary>
    internal static bool HasMoved(SqliteConnection connection) =>
        FileControl(connection.Handle!, "main", HasMovedOperation, out var moved) == raw.SQLITE_OK && moved != 0;

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_file_control", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int FileControl(sqlite3 connection, string database, int operation, out int answer);
}
