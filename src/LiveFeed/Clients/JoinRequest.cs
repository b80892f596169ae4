using System.Collections.Immutable;
using LiveFeed.Events;

namespace LiveFeed.Clients;

/// <summary>What a transport asks for when a client connects.</summary>
internal sealed record JoinRequest
{
    /// <summary>For operators: <c>sse</c>.</summary>
    internal required string Transport { get; init; }

    internal ImmutableArray<TopicPattern> Topics { get; init; } = [];

    internal string? User { get; init; }

    /// <summary>Go on after this position.</summary>
    internal Position? After { get; init; }

    /// <summary>Without a position: begin with so many retained events.</summary>
    internal int Last { get; init; }
}
