using System.Collections.Immutable;
using LiveFeed.Events.Rooms;

namespace LiveFeed.Events;

/// <summary>
/// One message, validated and ready for the log. Without a topic and a target it is a broadcast to every client.
/// </summary>
internal sealed record FeedEvent
{
    internal const string DefaultName = "message";

    /// <summary>Event names that begin so are the server's own; producers may not use them.</summary>
    internal const string ReservedNamePrefix = "livefeed.";

    // This object (120), the frame that has it (80), and its place in a log's ring, a queue or a page (16).
    private const int ObjectBytes = 216;

    private const int OwnTimeBytes = 8; // in a file

    // UTC; 0 when the producer gave no time. A nullable would take 24 bytes instead of 8.
    private readonly long _occurredTicks;

    internal TopicName? Topic { get; init; }

    /// <summary>What <c>addEventListener</c> takes: 1 to 128 characters, none of them a control character.</summary>
    internal string Name { get; init; } = DefaultName;

    internal required EventData Data { get; init; }

    /// <summary>
    /// The event is the latest value of this key within its topic. A client that lags gets only the latest value.
    /// </summary>
    internal string? Key { get; init; }

    /// <summary>The producer's idempotency key: the log stores one event of an id within its retention.</summary>
    internal string? Id { get; init; }

    internal EventTarget? To { get; init; }

    /// <summary>Ids of clients that are not to have it, usually the one it came from.</summary>
    internal ImmutableArray<string> Except { get; init; } = [];

    /// <summary>Goes to those connected now; it is not retained and has no position.</summary>
    internal bool Ephemeral { get; init; }

    /// <summary>When LiveFeed received it: what retention and every search by time go by.</summary>
    internal required DateTimeOffset Time { get; init; }

    /// <summary>
    /// The time that the producer gave; null when it gave none. An instant to 100 ns, without its offset from UTC. It
    /// changes neither the event's place nor its retention.
    /// </summary>
    internal DateTimeOffset? OccurredAt
    {
        get => _occurredTicks == 0 ? null : new DateTimeOffset(_occurredTicks, TimeSpan.Zero);
        init => _occurredTicks = value?.UtcTicks ?? 0;
    }

    /// <summary>The time that envelopes, the history and charts show.</summary>
    internal DateTimeOffset ShownTime => OccurredAt ?? Time;

    /// <summary>
    /// Bytes of memory that the event holds, shared parts included: its objects, its data and its strings. The counterpart
    /// of <see cref="StoredBytes"/> for memory.
    /// </summary>
    internal int Size => ObjectBytes + MemoryBytes.OfArray(Data.Utf8.Length) +
        MemoryBytes.Of(Topic?.Value) + MemoryBytes.Of(Name) + MemoryBytes.Of(Key) + MemoryBytes.Of(Id) +
        (To is null ? 0 : EventTarget.ObjectBytes + MemoryBytes.Of(To.Client) + MemoryBytes.Of(To.User)) +
        MemoryBytes.Of(Except);

    /// <summary>
    /// Bytes that retention counts for the event in a file: everything that is written, plus 64 for the row and its indexes.
    /// </summary>
    internal int StoredBytes => 64 + Data.Utf8.Length + (Topic?.Value.Length ?? 0) + Name.Length + (Key?.Length ?? 0) +
        (Id?.Length ?? 0) +
        (To?.Client?.Length ?? 0) + (To?.User?.Length ?? 0) +
        (Except.Length == 0 ? 0 : Except.Sum(client => client.Length + 1)) + (OccurredAt is null ? 0 : OwnTimeBytes);

    /// <summary>
    /// Estimated bytes on the wire, with 64 for the position, the time and the field names. For code that needs a size
    /// before the bytes are made.
    /// </summary>
    internal int WireBytes =>
        64 + Data.Utf8.Length + (Topic?.Value.Length ?? 0) + Name.Length + (Key?.Length ?? 0) + (Id?.Length ?? 0);

    /// <summary>The producer said the same thing: all that it can set is equal, the time of receipt aside.</summary>
    internal bool SaysTheSameAs(FeedEvent other) =>
        Topic == other.Topic && Name == other.Name && SaysSameData(other) && Key == other.Key && To == other.To &&
        OccurredAt == other.OccurredAt && Except.SequenceEqual(other.Except);

    private bool SaysSameData(FeedEvent other) =>
        Data.SameAs(other.Data) ||
        (!RoomTopics.RoomOfSigned(this).IsEmpty && MessageTail.SaysTheSame(Data, other.Data));
}
