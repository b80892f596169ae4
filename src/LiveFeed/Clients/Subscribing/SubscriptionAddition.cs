using System.Collections.Immutable;
using LiveFeed.Events;

namespace LiveFeed.Clients.Subscribing;

/// <summary>Topics that a client will follow, and where their events begin.</summary>
internal sealed record SubscriptionAddition
{
    internal required ImmutableArray<TopicPattern> Topics { get; init; }

    /// <summary>Back-fills the events after this position; null begins with the events after the request.</summary>
    internal Position? After { get; init; }

    /// <summary>Without a position: back-fill so many retained events, as <see cref="JoinRequest.Last"/> counts.</summary>
    internal int Last { get; init; }

    /// <summary>What the client called its request, as JSON; <see cref="Frames.SubscribedFrame"/> repeats it.</summary>
    internal byte[]? Request { get; init; }

    /// <summary>The client is not told when the addition is complete.</summary>
    internal bool IsSilent { get; init; }
}
