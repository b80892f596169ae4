using Microsoft.Data.Sqlite;

namespace LiveFeed.Log.Sqlite;

/// <summary>What an exception from the SQLite file means.</summary>
internal static class SqliteFault
{
    private const int Corrupt = 11; // SQLITE_CORRUPT
    private const int NoDatabase = 26; // SQLITE_NOTADB

    /// <summary>The file holds something else than was written. A cell of a wrong type or form counts, too.</summary>
    internal static bool IsCorruption(Exception e) => e
        is LogCorruptException or FormatException or InvalidCastException
        or SqliteException { SqliteErrorCode: Corrupt or NoDatabase };

    /// <summary>The file could not be read, for whatever reason.</summary>
    internal static bool IsReadFailure(Exception e) => e is SqliteException || IsCorruption(e);
}
