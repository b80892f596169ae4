using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Log.Trimming;
using LiveFeed.Log.Tail;
using Microsoft.Data.Sqlite;

namespace LiveFeed.Log.Sqlite;

/// <summary>
/// Reads events from the SQLite file on pooled read-only connections. Any thread; SQLite's calls block, for a page some
/// hundred microseconds.
/// </summary>
internal sealed partial class SqliteReader(string path, string epoch, RetentionRules rules)
{
    // Topics are looked up by their index if that finds max this many rows, a page of each. Above that, reading all
    // events in order is cheaper.
    private const int MaxIndexedRows = 16 * ReadLimits.PageEvents;

    // SQLite allows max 500 parts in a union.
    private const int MaxIndexedTopics = 400;

    /// <summary>The max number of topics that are worth looking up by their index, with so many rows each.</summary>
    internal static int TopicsWorthLookingUp(int rowsOfEach) =>
        Math.Min(MaxIndexedTopics, MaxIndexedRows / Math.Max(1, rowsOfEach));

    internal static int TopicsWorthLookingUp(PageBuilder page) => TopicsWorthLookingUp(Math.Min(page.Room, page.Wanted));

    /// <summary>Shows the page the events after its start and up to <paramref name="through"/>, oldest first.</summary>
    /// <param name="page">Decides what it keeps and when it is full.</param>
    /// <param name="through">The last sequence to read.</param>
    /// <param name="topics">The only topics wanted (null among them: broadcasts); null for all.</param>
    /// <param name="readAll">Whether all of the range was read.</param>
    /// <returns>Up to which sequence events were trimmed at the moment of this read.</returns>
    internal long Read(PageBuilder page, long through, IReadOnlyList<TopicName?>? topics, out bool readAll) =>
        Read(page, topics, new Direction("sequence > $from AND sequence <= $to", "ASC", page.Through, through), out readAll);

    /// <summary>Shows the page the events up to <paramref name="through"/> and before its start, newest first.</summary>
    /// <param name="page">Decides what it keeps and when it is full.</param>
    /// <param name="through">The last sequence to read, which is the first shown.</param>
    /// <param name="topics">The only topics wanted (null among them: broadcasts); null for all.</param>
    /// <param name="readAll">Whether all of the range was read.</param>
    /// <returns>Up to which sequence events were trimmed at the moment of this read.</returns>
    internal long ReadBack(PageBuilder page, long through, IReadOnlyList<TopicName?>? topics, out bool readAll) =>
        Read(
            page, topics, new Direction("sequence < $from AND sequence <= $to", "DESC", page.Through, through), out readAll);

    /// <summary>Shows events before a sequence, newest first, until the collector has enough.</summary>
    /// <param name="last">Decides what it keeps.</param>
    /// <param name="before">The sequence to begin before.</param>
    /// <param name="topics">The only topics wanted (null among them: broadcasts); null for all.</param>
    /// <param name="cancellationToken">Ends a long search.</param>
    /// <returns>How many it looked at.</returns>
    internal int ReadBack(
        NewestCollector last, long before, IReadOnlyList<TopicName?>? topics, CancellationToken cancellationToken)
    {
        using var connection = SqliteStore.Open(path, SqliteOpenMode.ReadOnly);
        var seen = 0;
        while (!last.IsComplete)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var command = connection.CreateCommand();
            command.CommandText = Select(command, topics, "sequence < $before", "DESC", SqliteSchema.ColumnsWithoutData);
            command.Parameters.AddWithValue("$before", before);
            command.Parameters.AddWithValue("$limit", ReadLimits.PageEvents);
            using var reader = command.ExecuteReader();
            var rows = new SqliteRows(reader);
            var any = false;
            while (!last.IsComplete && reader.Read())
            {
                var frame = rows.Event(epoch);
                (any, before) = (true, frame.Sequence);
                last.Show(frame);
                seen++;
            }

            if (!any)
            {
                break;
            }
        }

        return seen;
    }

    /// <summary>Reads events by their sequences, max one page.</summary>
    internal SequencePage Pick(ReadOnlySpan<long> sequences)
    {
        using var connection = SqliteStore.Open(path, SqliteOpenMode.ReadOnly);
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {SqliteSchema.Columns} FROM events WHERE sequence = $sequence";
        var wanted = command.Parameters.Add("$sequence", SqliteType.Integer);
        return SequencePage.Of(sequences, sequence =>
        {
            wanted.Value = sequence;
            using var reader = command.ExecuteReader();
            return reader.Read() ? new SqliteRows(reader).Event(epoch) : null;
        });
    }

    /// <summary>
    /// The last sequence before the first event of a time or later, of those up to <paramref name="through"/>.
    /// </summary>
    internal long SequenceBefore(DateTimeOffset time, long through)
    {
        using var connection = SqliteStore.Open(path, SqliteOpenMode.ReadOnly);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT time FROM events WHERE sequence > $after ORDER BY sequence LIMIT 1";
        var after = command.Parameters.Add("$after", SqliteType.Integer);
        var (low, high) = (BeforeFirst(connection, through), through);
        while (low < high)
        {
            // In a hole of the sequences, the next event is compared instead: the search still halves.
            var middle = low + ((high - low) / 2);
            after.Value = middle;
            (low, high) = command.ExecuteScalar() is long ticks && ticks < time.UtcTicks
                ? (middle + 1, high)
                : (low, middle);
        }

        // Go on up to the first event of that time. Events between are trimmed and may have been older.
        command.CommandText = "SELECT sequence FROM events WHERE sequence > $after ORDER BY sequence LIMIT 1";
        after.Value = low;
        return command.ExecuteScalar() is long next ? next - 1 : through;
    }

    /// <summary>
    /// The newest events, about as many as the limits, for a log that starts: clients that return find them in memory.
    /// </summary>
    internal FrameRing LoadTail(int events, long bytes, long trimmed)
    {
        using var connection = SqliteStore.Open(path, SqliteOpenMode.ReadOnly);
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {SqliteSchema.Columns} FROM events ORDER BY sequence DESC LIMIT $limit";
        command.Parameters.AddWithValue("$limit", events);
        using var reader = command.ExecuteReader();
        var rows = new SqliteRows(reader);
        var newest = new Stack<EventFrame>();
        var floor = trimmed;
        while (reader.Read())
        {
            var frame = rows.Event(epoch);
            newest.Push(frame);
            bytes -= frame.Size;
            if (bytes <= 0 || newest.Count == events)
            {
                floor = frame.Sequence - 1;
                break;
            }
        }

        var tail = new FrameRing(floor);
        foreach (var frame in newest)
        {
            frame.ForgetEncoded(); // none of them is fresh
            tail.Append(frame);
        }

        return tail;
    }
}
