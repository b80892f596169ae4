using LiveFeed.Log.Runs;
using LiveFeed.Log.Tail;

namespace LiveFeed.Log.Sqlite;

/// <summary>A SQLite file that a log may begin with.</summary>
/// <param name="Ownership">To be disposed of last: then others may open the file.</param>
/// <param name="Store">To be disposed of before.</param>
/// <param name="Reader">Reads the same file.</param>
/// <param name="Tail">What of it is in memory.</param>
internal sealed record SqliteOpened(FileOwnership Ownership, SqliteStore Store, SqliteReader Reader, LogTail Tail);
