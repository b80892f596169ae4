using LiveFeed.Log.Memberships;

namespace LiveFeed.Log.Sqlite;

/// <summary>
/// The SQLite file's tables. A change of them raises <see cref="Version"/> and needs a step that migrates.
/// </summary>
internal static class SqliteSchema
{
    /// <summary>Kept as the file's <c>user_version</c>.</summary>
    internal const long Version = 7;

    /// <summary>From this version on a run notes whether it answered at commit.</summary>
    internal const long NotesCommits = 3;

    // Version 1 had no checksums: its events have none and are accepted as they are.
    private const string FromVersion1 = "ALTER TABLE events ADD COLUMN checksum INTEGER;";

    // Version 2 had no runs: all that it gave out is of one run. After a clean stop nothing was reserved, otherwise at
    // least 500,000.
    private const string FromVersion2 = $"""
        {CreateRuns}
        ALTER TABLE feed ADD COLUMN base INTEGER;
        ALTER TABLE feed ADD COLUMN stored INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE feed ADD COLUMN clean INTEGER;
        ALTER TABLE feed ADD COLUMN commits INTEGER NOT NULL DEFAULT 0;
        UPDATE feed SET base = 0, stored = max(trimmed, (SELECT coalesce(max(sequence), 0) FROM events));
        UPDATE feed SET stored = reserved, clean = reserved WHERE reserved - stored < 500000;
        """;

    private const string CreateRuns = """
        CREATE TABLE runs (
            base INTEGER PRIMARY KEY,
            stored INTEGER NOT NULL,
            given INTEGER NOT NULL);
        """;

    // For each retention rule: its patterns, which show a change of the rules, and the sequence of its last trimmed
    // event. The store adds rows for rules that a file does not have.
    private const string CreateRetention = """
        CREATE TABLE retention (
            rule INTEGER PRIMARY KEY,
            topics TEXT NOT NULL,
            trimmed INTEGER NOT NULL);
        """;

    // Before events had a time of their own. In such files it is behind the blob, and costs pages when that is large.
    private const string AddOccurred = "ALTER TABLE events ADD COLUMN occurred INTEGER;";

    // "feed" has one row. trimmed: every event up to it has been trimmed. reserved: at least every sequence that was ever
    // given out, so that none is given out twice, even after a crash that lost the newest events. The next columns are of
    // the last run: base and stored as in LogRun (null: there was none); clean is its last given sequence at a clean stop
    // (null: none); commits is 1 when it answered at commit. "runs" has the earlier runs. The blob and its checksum are
    // read together and come last: a read without the two needs few pages.
    internal const string Create = $"""
        {CreateRuns}
        {CreateRetention}
        {SqliteMemberships.Create}
        {SqliteMemberships.AddMember}
        CREATE TABLE feed (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            epoch TEXT NOT NULL,
            reserved INTEGER NOT NULL,
            trimmed INTEGER NOT NULL,
            base INTEGER,
            stored INTEGER NOT NULL DEFAULT 0,
            clean INTEGER,
            commits INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE events (
            sequence INTEGER PRIMARY KEY,
            time INTEGER NOT NULL,
            occurred INTEGER,
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

    /// <summary>Brings a file of an older version to the next, from the first version on.</summary>
    internal static IReadOnlyList<string> Migrations { get; } =
    [
        FromVersion1, FromVersion2, CreateRetention, AddOccurred, SqliteMemberships.Create, SqliteMemberships.AddMember,
    ];

    internal const string Insert = """
        INSERT INTO events (
            sequence, time, topic, key, id, name, to_client, to_user, except_clients, size, is_text, data, checksum,
            occurred)
        VALUES (
            $sequence, $time, $topic, $key, $id, $name, $toClient, $toUser, $except, $size, $isText, $data, $checksum,
            $occurred)
        """;

    /// <summary>The columns in the order in which <see cref="SqliteRows.Event"/> reads them.</summary>
    internal const string Columns =
        "sequence, time, topic, key, id, name, to_client, to_user, except_clients, is_text, data, checksum, occurred";

    /// <summary>
    /// The same without the data, which may be megabytes, its checksum, and the column that may be behind it: for
    /// searches.
    /// </summary>
    internal const string ColumnsWithoutData =
        "sequence, time, topic, key, id, name, to_client, to_user, except_clients, is_text, NULL, NULL, NULL";

    /// <summary>The columns in the order in which <see cref="SqliteRows.Ledger"/> reads them.</summary>
    internal const string LedgerColumns =
        "sequence, time, topic, key, size, to_client IS NULL AND to_user IS NULL AND except_clients IS NULL";
}
