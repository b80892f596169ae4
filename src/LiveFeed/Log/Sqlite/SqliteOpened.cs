using LiveFeed.Log.Runs;
using LiveFeed.Log.Tail;

namespace LiveFeed.Log.Sqlite;

/// <summary>An open SQLite file with which a log can begin.</summary>
/// <param name="Ownership">Dispose of it last: then others may open the file.</param>
/// <param name="Store">Dispose of it before the ownership.</param>
/// <param name="Reader">Reads the same file.</param>
/// <param name="Tail">The part of the file that is in memory.</param>
internal sealed record SqliteOpened(FileOwnership Ownership, SqliteStore Store, SqliteReader Reader, LogTail Tail);
