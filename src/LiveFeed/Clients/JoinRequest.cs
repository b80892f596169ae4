using System.Collections.Immutable;
using System.Security.Cryptography;
using LiveFeed.Clients.Renewing;
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

    /// <summary>Whose stream it is, and when its right to be here ends; its transport then ends it.</summary>
    internal AccessGrant Access { get; init; } = AccessGrant.Nobody;

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

    /// <summary>The member id of a client that is back; null gives it a new one. Nobody else may have it.</summary>
    internal string? MemberId { get; init; }

    /// <summary>
    /// Called when the client has joined the hub, before its first frame. When it throws, the client is turned away.
    /// </summary>
    internal Func<FeedClient, CancellationToken, ValueTask>? Entered { get; init; }

    /// <summary>What a new client gets, with ids of its own.</summary>
    internal Subscription ForNewClient() => new()
    {
        Topics = [.. Topics.Distinct()],
        ClientId = NewId('c'),
        MemberId = MemberId ?? NewMemberId(),
        User = Access.User,
    };

    /// <summary>For a transport whose clients know their member id before they join.</summary>
    internal static string NewMemberId() => NewId('m');

    /// <summary>Hard to guess, short in an address bar: 60 random bits.</summary>
    private static string NewId(char kind) => $"{kind}-{RandomNumberGenerator.GetHexString(15, lowercase: true)}";
}
