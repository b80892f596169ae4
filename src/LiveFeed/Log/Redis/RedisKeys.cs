using StackExchange.Redis;

namespace LiveFeed.Log.Redis;

/// <summary>
/// The keys of one service. All have the same hash tag, so that a Redis Cluster keeps them on one server. docs/redis.md has
/// what each holds.
/// </summary>
internal sealed class RedisKeys
{
    internal RedisKeys(string stream)
    {
        (Stream, Prefix) = (stream, $"{{{stream}}}:");
        Meta = Prefix + "meta";
        Terms = Prefix + "terms";
        Marks = Prefix + "marks";
        Trims = Prefix + "trims";
        Ids = Prefix + "ids";
        Rooms = Prefix + "rooms";
        Leaving = Prefix + "leaving";
        Trimmer = Prefix + "trimmer";
        Nodes = Prefix + "nodes";
        Beat = Prefix + "beat";
        Gone = Prefix + "gone";
        TicketKey = Prefix + "ticket-key";
        Told = RedisChannel.Sharded(Prefix + "told");
        Wake = RedisChannel.Sharded(Prefix + "wake");
    }

    /// <summary>The stream of the events that no retention rule matches.</summary>
    internal string Stream { get; }

    internal string Prefix { get; }

    internal RedisKey Meta { get; }

    internal RedisKey Terms { get; }

    internal RedisKey Marks { get; }

    internal RedisKey Trims { get; }

    internal RedisKey Ids { get; }

    /// <summary>The names of the rooms that have members.</summary>
    internal RedisKey Rooms { get; }

    /// <summary>Members without a seat, <c>room\nuser</c>.</summary>
    internal RedisKey Leaving { get; }

    internal RedisKey Trimmer { get; }

    /// <summary>Of each node, when it last beat.</summary>
    internal RedisKey Nodes { get; }

    /// <summary>Nodes that were removed and may have seats yet.</summary>
    internal RedisKey Gone { get; }

    /// <summary>When any node last beat.</summary>
    internal RedisKey Beat { get; }

    /// <summary>What signs tickets.</summary>
    internal RedisKey TicketKey { get; }

    /// <summary>Events that the log does not keep.</summary>
    internal RedisChannel Told { get; }

    internal RedisChannel Wake { get; }

    /// <summary>The members of a room.</summary>
    internal RedisKey Room(string room) => $"{Prefix}room:{room}";

    /// <summary>The members that a node has a seat for, <c>room\nuser</c>.</summary>
    internal RedisKey SeatsOf(string node) => $"{Prefix}seats:{node}";

    /// <summary>The room and the user of a seat. No room and no user id has a line end.</summary>
    internal static (string Room, string User) Seat(string text) =>
        text.Split('\n', 2) is [var room, var user] ? (room, user) : throw new LogCorruptException("a seat is not readable");

    /// <summary>What other nodes tell a node.</summary>
    internal RedisChannel NodeChannel(string node) => RedisChannel.Sharded($"{Prefix}node:{node}");

    /// <summary>The stream of a retention rule's events.</summary>
    /// <param name="patterns">The rule's patterns; empty for the rest.</param>
    internal string StreamOf(string patterns) =>
        patterns.Length == 0 ? Stream : $"{Prefix}log:{patterns.Replace(' ', ',')}";
}
