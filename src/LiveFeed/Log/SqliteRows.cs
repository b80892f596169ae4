using System.Collections.Immutable;
using LiveFeed.Events;
using Microsoft.Data.Sqlite;

namespace LiveFeed.Log;

/// <summary>Rows to events; the way in is <see cref="SqliteInsert"/>.</summary>
internal static class SqliteRows
{
    internal const char BetweenClients = '\n'; // a client id has no line end

    private const int Checksum = 11;

    internal static EventFrame Event(SqliteDataReader row, string epoch)
    {
        var (toClient, toUser) = (Text(row, 6), Text(row, 7));
        var e = new FeedEvent
        {
            Time = new DateTimeOffset(row.GetInt64(1), TimeSpan.Zero),
            Topic = Topic(row),
            Key = Text(row, 3),
            Id = Text(row, 4),
            Name = row.GetString(5),
            To = toClient is null && toUser is null ? null : new EventTarget { Client = toClient, User = toUser },
            Except = Text(row, 8) is { } except ? [.. except.Split(BetweenClients)] : ImmutableArray<string>.Empty,
            Data = new EventData(row.GetFieldValue<byte[]>(10), IsText: row.GetBoolean(9)),
        };
        var frame = new EventFrame(e, new Position(epoch, row.GetInt64(0)));
        return row.IsDBNull(Checksum) || row.GetInt64(Checksum) == EventChecksum.Of(frame)
            ? frame
            : throw new LogCorruptException($"event {frame.Sequence} is not what was written");
    }

    internal static LedgerRow Ledger(SqliteDataReader row) => new(
        row.GetInt64(0),
        new DateTimeOffset(row.GetInt64(1), TimeSpan.Zero),
        Topic(row),
        Text(row, 3),
        row.GetInt32(4),
        row.GetBoolean(5));

    private static TopicName? Topic(SqliteDataReader row) =>
        Text(row, 2) is not { } text ? null
        : TopicName.TryParse(text, out var topic, out var error) ? topic
        : throw new LogCorruptException($"event {row.GetInt64(0)} has no topic: {error}");

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
