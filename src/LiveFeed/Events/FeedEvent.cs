using System.Collections.Immutable;

namespace LiveFeed.Events;

/// <summary>One message, checked and ready for the log. Without a topic and a target it is a broadcast to every client.</summary>
internal sealed record FeedEvent
{
    internal const string DefaultName = "message";

    /// <summary>Event names that begin so are the server's own; producers may not use them.</summary>
    internal const string ReservedNamePrefix = "livefeed.";

    internal TopicName? Topic { get; init; }

    /// <summary>What <c>addEventListener</c> takes: 1 to 128 characters, none of them a control character.</summary>
    internal string Name { get; init; } = DefaultName;

    internal required EventData Data { get; init; }

    /// <summary>This event is the latest value of that key within its topic; clients that lag are sent only the latest.</summary>
    internal string? Key { get; init; }

    /// <summary>The producer's idempotency key: the log stores one event of an id within its retention.</summary>
    internal string? Id { get; init; }

    internal EventTarget? To { get; init; }

    /// <summary>Ids of clients that are not to have it, usually the one it came from.</summary>
    internal ImmutableArray<string> Except { get; init; } = [];

    /// <summary>Goes to those connected now; it is not retained and has no position.</summary>
    internal bool Ephemeral { get; init; }

    /// <summary>When LiveFeed received it.</summary>
    internal required DateTimeOffset Time { get; init; }

    /// <summary>
    /// What retention counts for it, in bytes: its data, its strings, and 64 for what holding and indexing them costs at least.
    /// </summary>
    internal int Size => 64 + Data.Utf8.Length + (Topic?.Value.Length ?? 0) + Name.Length + (Key?.Length ?? 0) + (Id?.Length ?? 0);

    /// <summary>The producer said the same thing: all that it can set is equal, the time of receipt aside.</summary>
    internal bool SaysTheSameAs(FeedEvent other) =>
        Topic == other.Topic && Name == other.Name && Data.SameAs(other.Data) && Key == other.Key && To == other.To &&
        Except.SequenceEqual(other.Except);
}
