using LiveFeed.Events;
using LiveFeed.Events.Rooms;
using Microsoft.Data.Sqlite;

namespace LiveFeed.Log.Memberships;

/// <summary>
/// The file's table of who is in which room. A join or leave changes it in the transaction that stores the event, so that
/// the two never differ, and retention does not touch it. Used by one thread at a time.
/// </summary>
internal sealed class SqliteMemberships : IDisposable
{
    internal const string Create = """
        CREATE TABLE members (
            room TEXT NOT NULL,
            user TEXT NOT NULL,
            username TEXT,
            since INTEGER NOT NULL,
            PRIMARY KEY (room, user)) WITHOUT ROWID;
        """;

    /// <summary>Null for who joined before there was this column.</summary>
    internal const string AddMember = "ALTER TABLE members ADD COLUMN member TEXT;";

    private const string Insert = """
        INSERT OR REPLACE INTO members (room, user, username, since, member)
        VALUES ($room, $user, $username, $since, $member)
        """;

    private const string Delete = "DELETE FROM members WHERE room = $room AND user = $user";

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert; // both keep their statement from the first use on
    private readonly SqliteCommand _delete;

    internal SqliteMemberships(SqliteConnection connection)
    {
        _connection = connection;
        _insert = Command(Insert);
        _insert.Parameters.Add("$username", SqliteType.Text);
        _insert.Parameters.Add("$since", SqliteType.Integer);
        _insert.Parameters.Add("$member", SqliteType.Text);
        _delete = Command(Delete);
    }

    /// <summary>An event is being stored.</summary>
    internal void Apply(FeedEvent e, SqliteTransaction transaction)
    {
        if (MembershipChange.Read(e) is not { } change)
        {
            return;
        }

        var command = change.IsJoin ? _insert : _delete;
        command.Transaction = transaction;
        command.Parameters["$room"].Value = change.Of.Room;
        command.Parameters["$user"].Value = change.Of.UserId;
        if (change.IsJoin)
        {
            command.Parameters["$username"].Value = (object?)change.Of.Username ?? DBNull.Value;
            command.Parameters["$since"].Value = change.Of.Since.UtcTicks;
            command.Parameters["$member"].Value = (object?)change.Of.MemberId ?? DBNull.Value;
        }

        command.ExecuteNonQuery();
    }

    /// <summary>Who is in, by the events that are in the file.</summary>
    internal List<Membership> Read()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT room, user, username, since, member FROM members ORDER BY since";
        using var row = command.ExecuteReader();
        var found = new List<Membership>();
        while (row.Read())
        {
            found.Add(new Membership(
                row.GetString(0),
                row.GetString(1),
                row.IsDBNull(2) ? null : row.GetString(2),
                new DateTimeOffset(row.GetInt64(3), TimeSpan.Zero),
                row.IsDBNull(4) ? null : row.GetString(4)));
        }

        return found;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _delete.Dispose();
    }

    private SqliteCommand Command(string sql)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.Add("$room", SqliteType.Text);
        command.Parameters.Add("$user", SqliteType.Text);
        return command;
    }
}
