using System.Collections.Immutable;
using LiveFeed.Events;
using LiveFeed.Frames;

namespace LiveFeed.Clients.Subscribing;

/// <summary>Topics that a client will follow, and where their events begin.</summary>
internal sealed record SubscriptionAddition
{
    internal required ImmutableArray<TopicPattern> Topics { get; init; }

    /// <summary>Back-fills the events after this position; null begins with the events after the request.</summary>
    internal Position? After { get; init; }

    /// <summary>Without a position: back-fill so many retained events, as <see cref="JoinRequest.Last"/> counts.</summary>
    internal int Last { get; init; }

    /// <summary>It asks for events from before the request.</summary>
    internal bool LooksBack => After is not null || Last > 0;

    /// <summary>What the client called its request, as JSON; <see cref="Frames.SubscribedFrame"/> repeats it.</summary>
    internal byte[]? Request { get; init; }

    /// <summary>
    /// The topics are those of a room that the client is in. It is not told when the addition is complete, and unsubscribing
    /// does not end it.
    /// </summary>
    internal bool IsOfRoom { get; init; }

    /// <summary>
    /// Frames without a position that come before what was missed. From the write on that brings them the topics are
    /// followed: after them no event is missed that the log does not keep.
    /// </summary>
    internal IReadOnlyList<Frame> Opening { get; init; } = [];

    /// <summary>
    /// Whoever asks may follow the topics until then, so the stream ends then at the latest. Null: no earlier than it does.
    /// </summary>
    internal DateTimeOffset? Until { get; init; }

    internal long OpeningBytes => Opening.Sum(frame => (long)frame.WireBytes);
}
