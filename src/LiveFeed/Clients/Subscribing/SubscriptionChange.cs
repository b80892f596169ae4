using System.Collections.Immutable;
using LiveFeed.Events;

namespace LiveFeed.Clients.Subscribing;

/// <summary>A change of what a client follows. The removals are made first.</summary>
internal sealed record SubscriptionChange(
    ImmutableArray<SubscriptionAddition> Additions, ImmutableArray<TopicPattern> Removals)
{
    /// <summary>All topics that it adds.</summary>
    internal IEnumerable<TopicPattern> Added => Additions.SelectMany(addition => addition.Topics);
}
