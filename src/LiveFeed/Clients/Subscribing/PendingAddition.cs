using System.Collections.Immutable;
using LiveFeed.Events;

namespace LiveFeed.Clients.Subscribing;

/// <summary>An addition that is not complete yet. Guarded by the lock of its <see cref="SubscriptionChanges"/>.</summary>
internal sealed class PendingAddition(SubscriptionAddition addition)
{
    internal SubscriptionAddition Addition => addition;

    /// <summary>Those of its topics that are not followed yet and were not unsubscribed meanwhile.</summary>
    internal required HashSet<TopicPattern> Remaining { get; init; }

    /// <summary>
    /// Those that the client follows already and has asked for again, from further back. They are back-filled only.
    /// </summary>
    internal required HashSet<TopicPattern> Again { get; init; }

    /// <summary>The client was told what it begins with.</summary>
    internal bool IsOpen { get; set; }

    /// <summary>The log's head at the request. The client gets every later event, whatever else was asked for.</summary>
    internal required long Since { get; init; }

    /// <summary>The topics to tell the client when this is followed. Set only in the last part of a request.</summary>
    internal ImmutableArray<TopicPattern>? Announces { get; init; }

    /// <summary>Set when <see cref="Announces"/> was told; false when the client left before.</summary>
    internal TaskCompletionSource<bool>? Done { get; init; }
}
