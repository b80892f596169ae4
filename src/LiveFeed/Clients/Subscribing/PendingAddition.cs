using System.Collections.Immutable;
using LiveFeed.Events;

namespace LiveFeed.Clients.Subscribing;

/// <summary>An addition that is not followed yet. Guarded by the lock of its <see cref="SubscriptionChanges"/>.</summary>
internal sealed class PendingAddition(SubscriptionAddition addition, HashSet<TopicPattern> remaining)
{
    internal SubscriptionAddition Addition => addition;

    /// <summary>Those of its topics that are not followed yet and were not unsubscribed meanwhile.</summary>
    internal HashSet<TopicPattern> Remaining => remaining;

    /// <summary>The log's head when it was asked for: what came later is had, whatever else is asked.</summary>
    internal required long Since { get; init; }

    /// <summary>
    /// What the client is told when this is followed, as the last part of its request; null for any other part.
    /// </summary>
    internal ImmutableArray<TopicPattern>? Announces { get; init; }

    /// <summary>Set when <see cref="Announces"/> was told; false when the client left before.</summary>
    internal TaskCompletionSource<bool>? Done { get; init; }
}
