using System.Text;
using LiveFeed.Frames;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LiveFeed.Log.Sqlite;

/// <summary>
/// Inserts an event: the one statement that a log runs a hundred thousand times a second. It uses SQLite's own interface,
/// because with ADO.NET the boxed parameters cost as much as the insert. Used by one thread at a time, within a
/// transaction.
/// </summary>
internal sealed class SqliteInsert : IDisposable
{
    // on the stack; enough for a common topic, name, key or id, and for the longest topic
    private const int TextBytes = 768;

    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;

    internal SqliteInsert(SqliteConnection connection)
    {
        _connection = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(_connection, SqliteSchema.Insert, out _statement));
    }

    /// <exception cref="SqliteException">It was not inserted.</exception>
    internal void Execute(EventFrame frame)
    {
        var e = frame.Event;
        Bind(1, frame.Sequence);
        Bind(2, e.Time.UtcTicks);
        Bind(3, e.Topic?.Value);
        Bind(4, e.Key);
        Bind(5, e.Id);
        Bind(6, e.Name);
        Bind(7, e.To?.Client);
        Bind(8, e.To?.User);
        Bind(9, e.Except.Length == 0 ? null : string.Join(SqliteRows.BetweenClients, e.Except));
        Bind(10, e.StoredBytes);
        Bind(11, e.Data.IsText ? 1 : 0);
        Bind(12, e.Data.Utf8);
        Bind(13, EventChecksum.Of(frame));
        Bind(14, e.OccurredAt?.UtcTicks);
        var outcome = raw.sqlite3_step(_statement);
        var reset = raw.sqlite3_reset(_statement); // also after a failure, or the transaction could not end
        Check(outcome == raw.SQLITE_DONE ? reset : outcome);
    }

    public void Dispose() => _statement.Dispose();

    private void Bind(int index, long value) => Check(raw.sqlite3_bind_int64(_statement, index, value));

    private void Bind(int index, long? value)
    {
        if (value is { } given)
        {
            Bind(index, given);
        }
        else
        {
            Check(raw.sqlite3_bind_null(_statement, index));
        }
    }

    private void Bind(int index, string? text)
    {
        if (text is null)
        {
            Check(raw.sqlite3_bind_null(_statement, index));
            return;
        }

        if (text.Length == 0 || text.Length > TextBytes / 3)
        {
            Check(raw.sqlite3_bind_text(_statement, index, text));
            return;
        }

        Span<byte> bytes = stackalloc byte[TextBytes];
        Check(raw.sqlite3_bind_text(_statement, index, bytes[..Encoding.UTF8.GetBytes(text, bytes)]));
    }

    // SQLite binds an empty array as NULL, but an event without data is not NULL.
    private void Bind(int index, byte[] bytes) => Check(bytes.Length == 0
        ? raw.sqlite3_bind_zeroblob(_statement, index, 0)
        : raw.sqlite3_bind_blob(_statement, index, bytes));

    private void Check(int outcome) => SqliteException.ThrowExceptionForRC(outcome, _connection);
}
