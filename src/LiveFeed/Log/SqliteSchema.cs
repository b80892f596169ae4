namespace LiveFeed.Log;

/// <summary>The SQLite file's tables. A change of them raises <see cref="Version"/> and needs a step that migrates.</summary>
internal static class SqliteSchema
{
    /// <summary>Kept as the file's <c>user_version</c>.</summary>
    internal const long Version = 2;

    internal const long VersionBeforeChecksums = 1;

    /// <summary>Events that were there before have none, and are taken as they are.</summary>
    internal const string AddChecksums = "ALTER TABLE events ADD COLUMN checksum INTEGER";

    // "feed" has one row. Its reserved is at least every sequence that was ever given out, so that none is given out twice,
    // also after a crash that lost the newest events. The blob stands last but for the checksum, which is read with it: what is read without
    // the two stays on few pages.
    internal const string Create = """
        CREATE TABLE feed (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            epoch TEXT NOT NULL,
            reserved INTEGER NOT NULL,
            trimmed INTEGER NOT NULL);
        CREATE TABLE events (
            sequence INTEGER PRIMARY KEY,
            time INTEGER NOT NULL,
            topic TEXT,
            key TEXT,
            id TEXT,
            name TEXT NOT NULL,
            to_client TEXT,
            to_user TEXT,
            except_clients TEXT,
            size INTEGER NOT NULL,
            is_text INTEGER NOT NULL,
            data BLOB NOT NULL,
            checksum INTEGER);
        CREATE INDEX events_by_topic ON events (topic, sequence);
        CREATE UNIQUE INDEX events_by_id ON events (id) WHERE id IS NOT NULL;
        """;

    internal const string Insert = """
        INSERT INTO events (sequence, time, topic, key, id, name, to_client, to_user, except_clients, size, is_text, data, checksum)
        VALUES ($sequence, $time, $topic, $key, $id, $name, $toClient, $toUser, $except, $size, $isText, $data, $checksum)
        """;

    /// <summary>The columns in the order in which <see cref="SqliteRows.Event"/> reads them.</summary>
    internal const string Columns =
        "sequence, time, topic, key, id, name, to_client, to_user, except_clients, is_text, data, checksum";

    /// <summary>The same without data, which may be megabytes, and without the checksum over it: for who only looks for an event.</summary>
    internal const string ColumnsWithoutData =
        "sequence, time, topic, key, id, name, to_client, to_user, except_clients, is_text, NULL, NULL";

    /// <summary>The columns in the order in which <see cref="SqliteRows.Ledger"/> reads them.</summary>
    internal const string LedgerColumns =
        "sequence, time, topic, key, size, to_client IS NULL AND to_user IS NULL AND except_clients IS NULL";
}
