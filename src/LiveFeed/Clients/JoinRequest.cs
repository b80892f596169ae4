using System.Collections.Immutable;
using LiveFeed.Events;

namespace LiveFeed.Clients;

/// <summary>What a transport asks for when a client connects.</summary>
internal sealed record JoinRequest
{
    /// <summary>Max retained events to begin with, for each key and for events without a key.</summary>
    internal const int MaxLast = 10_000;

    /// <summary>The transport's name in metrics and in the list of clients, such as <c>sse</c>.</summary>
    internal required string Transport { get; init; }

    internal ImmutableArray<TopicPattern> Topics { get; init; } = [];

    /// <summary>Who it is; null for one without a token.</summary>
    internal string? User { get; init; }

    /// <summary>When its right to be here ends; its transport then ends it. Null: never.</summary>
    internal DateTimeOffset? Expires { get; init; }

    /// <summary>The longest flush window that a client may ask for.</summary>
    internal static readonly TimeSpan MaxWindow = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Max one write in this time, max <see cref="MaxWindow"/>; null for <see cref="DeliveryOptions.FlushWindow"/>.
    /// </summary>
    internal TimeSpan? Window { get; init; }

    /// <summary>Go on after this position.</summary>
    internal Position? After { get; init; }

    /// <summary>
    /// Its connections come and go: nothing reaches it between two of them. Its transport ends it when it stays away. So the
    /// hub does not take the wait for a stall.
    /// </summary>
    internal bool IsPolled { get; init; }

    /// <summary>Without a position: begin with so many retained events.</summary>
    internal int Last { get; init; }
}
