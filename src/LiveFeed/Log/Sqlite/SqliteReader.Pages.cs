using System.Globalization;
using LiveFeed.Events;
using Microsoft.Data.Sqlite;

namespace LiveFeed.Log.Sqlite;

/// <summary>How a page is selected.</summary>
internal sealed partial class SqliteReader
{
    private long Read(PageBuilder page, IReadOnlyList<TopicName?>? topics, Direction direction, out bool readAll)
    {
        using var connection = SqliteStore.Open(path, SqliteOpenMode.ReadOnly);
        using var snapshot = connection.BeginTransaction(deferred: true);
        var trimmed = rules.TrimmedFor(page.Subscription, Trimmed(connection));
        using var command = connection.CreateCommand();
        var wanted = Math.Min(page.Room, page.Wanted);
        var room = topics is null ? page.Room : wanted;
        command.CommandText = Select(command, topics, direction.Range, direction.Order);
        command.Parameters.AddWithValue("$limit", room);
        command.Parameters.AddWithValue("$from", direction.From);
        command.Parameters.AddWithValue("$to", direction.To);
        using var reader = command.ExecuteReader();
        var rows = new SqliteRows(reader);
        while (reader.Read())
        {
            page.Show(rows.Event(epoch));
            room--;
            if (page.IsFull)
            {
                readAll = false;
                return trimmed;
            }
        }

        readAll = room > 0;
        return trimmed;
    }

    // The mark of each rule, at the moment of the connection's snapshot.
    private static long[] Trimmed(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT trimmed FROM retention ORDER BY rule";
        using var row = command.ExecuteReader();
        var trimmed = new List<long>();
        while (row.Read())
        {
            trimmed.Add(row.GetInt64(0));
        }

        return [.. trimmed];
    }

    // The sequence before the file's first event; "otherwise" when it has none.
    private static long BeforeFirst(SqliteConnection connection, long otherwise)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT min(sequence) - 1 FROM events";
        return command.ExecuteScalar() is long before ? Math.Min(before, otherwise) : otherwise;
    }

    // For these topics, or for all (null).
    private static string Select(
        SqliteCommand command,
        IReadOnlyList<TopicName?>? topics,
        string range,
        string order,
        string columns = SqliteSchema.Columns)
    {
        var end = $"ORDER BY sequence {order} LIMIT $limit";
        if (topics is null)
        {
            return $"SELECT {columns} FROM events WHERE {range} {end}";
        }

        if (topics.Count == 0)
        {
            return $"SELECT {columns} FROM events WHERE {range} AND FALSE {end}";
        }

        // Each topic is a separate walk along the index that stops at the limit. An outer query merges these few rows.
        var walks = topics.Select((topic, i) =>
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"$topic{i}");
            command.Parameters.AddWithValue(name, (object?)topic?.Value ?? DBNull.Value);
            return $"SELECT {columns} FROM events WHERE topic IS {name} AND {range} {end}";
        });
        return topics.Count == 1
            ? walks.Single()
            : $"{string.Join(" UNION ALL ", walks.Select(walk => $"SELECT * FROM ({walk})"))} {end}";
    }

    private readonly record struct Direction(string Range, string Order, long From, long To);
}
