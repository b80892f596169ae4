using System.Collections.Immutable;
using LiveFeed.Events;

namespace LiveFeed.Clients.Subscribing;

/// <summary>Topics that a client is to follow from now on, and from where it is to have their events.</summary>
internal sealed record SubscriptionAddition
{
    internal required ImmutableArray<TopicPattern> Topics { get; init; }

    /// <summary>
    /// What stands after this position is back-filled; null has it begin with what comes after the request.
    /// </summary>
    internal Position? After { get; init; }

    /// <summary>Without a position: back-fill so many retained events, as <see cref="JoinRequest.Last"/> counts.</summary>
    internal int Last { get; init; }
}
