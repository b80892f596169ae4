using System.Collections.Immutable;
using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Log.Topics;
using Microsoft.Data.Sqlite;

namespace LiveFeed.Log.Sqlite;

/// <summary>
/// Turns a statement's rows into events; <see cref="SqliteInsert"/> does the reverse. It reads columns from SQLite
/// itself, because the binding's checks cost as much as reading the row.
/// </summary>
internal sealed class SqliteRows(SqliteDataReader rows)
{
    internal const char BetweenClients = '\n'; // a client id has no line end

    // The binding's reader keeps the statement while this object is used.
    private readonly SqliteRow _row = new(rows.Handle!.DangerousGetHandle());

    private readonly StringCache _topics = new();
    private readonly StringCache _keys = new();
    private readonly StringCache _names = new();
    private string? _checkedTopic;
    private TopicName _topic;

    /// <summary>The event of the statement's current row; columns as in <see cref="SqliteSchema.Columns"/>.</summary>
    /// <exception cref="LogCorruptException">The row does not match its checksum.</exception>
    internal EventFrame Event(string epoch)
    {
        var (toClient, toUser) = (_row.Text(6), _row.Text(7));
        var e = new FeedEvent
        {
            Time = new DateTimeOffset(_row.Int64(1), TimeSpan.Zero),
            OccurredAt = OccurredAt(),
            Topic = Topic(),
            Key = _keys.Of(_row, 3),
            Id = _row.Text(4),
            Name = _names.Of(_row, 5) ?? throw Corrupt("no name"),
            To = toClient is null && toUser is null ? null : new EventTarget { Client = toClient, User = toUser },
            Except = _row.Text(8) is { } except ? [.. except.Split(BetweenClients)] : ImmutableArray<string>.Empty,
            Data = new EventData(_row.Blob(10).ToArray(), IsText: _row.Int64(9) != 0),
        };
        var frame = new EventFrame(e, new Position(epoch, _row.Int64(0)));
        return _row.IsNull(11) || _row.Int64(11) == EventChecksum.Of(frame)
            ? frame
            : throw new LogCorruptException($"event {frame.Sequence} does not match its checksum");
    }

    /// <summary>What the ledger counts of the row; columns as in <see cref="SqliteSchema.LedgerColumns"/>.</summary>
    internal LedgerRow Ledger() => new(
        _row.Int64(0),
        new DateTimeOffset(_row.Int64(1), TimeSpan.Zero),
        Topic(),
        _keys.Of(_row, 3),
        checked((int)_row.Int64(4)),
        _row.Int64(5) != 0);

    private DateTimeOffset? OccurredAt() =>
        _row.IsNull(12) ? null
        : _row.Int64(12) is > 0 and var ticks && ticks <= DateTimeOffset.MaxValue.Ticks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
        : throw Corrupt("a time out of range");

    private TopicName? Topic()
    {
        if (_topics.Of(_row, 2) is not { } text)
        {
            return null;
        }

        if (!ReferenceEquals(text, _checkedTopic))
        {
            _topic = TopicName.TryParse(text, out var topic, out var error) ? topic : throw Corrupt($"no topic: {error}");
            _checkedTopic = text;
        }

        return _topic;
    }

    private LogCorruptException Corrupt(string what) => new($"event {_row.Int64(0)} has {what}");
}
