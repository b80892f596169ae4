using System.Collections.Immutable;
using LiveFeed.Events;
using LiveFeed.Events.Rooms;

namespace LiveFeed.Clients.Renewing;

/// <summary>
/// What credentials give to a stream: whose it is, what it may follow, and until when. It holds plain values only, so that
/// another node can be sent it. Immutable; all streams with the same credentials share it.
/// </summary>
internal sealed record AccessGrant
{
    internal static AccessGrant Nobody { get; } = new();

    /// <summary>From the token; null without one.</summary>
    internal string? User { get; init; }

    /// <summary>The name of the API key; null without one.</summary>
    internal string? Key { get; init; }

    /// <summary>Null: never.</summary>
    internal DateTimeOffset? Expires { get; init; }

    /// <summary>Everything that it may follow, the topics that are free to all included.</summary>
    internal ImmutableArray<TopicPattern> Follow { get; init; } = [];

    /// <summary>What it may publish to, for transports that take events, too.</summary>
    internal ImmutableArray<TopicPattern> Publish { get; init; } = [];

    /// <summary>It may do everything.</summary>
    internal bool Administers { get; init; }

    internal bool IsOfSameUser(AccessGrant other) => User == other.User && Key == other.Key;

    internal bool MayFollow(TopicPattern asked) => RoomTopics.MayFollow(Follow, asked);
}
