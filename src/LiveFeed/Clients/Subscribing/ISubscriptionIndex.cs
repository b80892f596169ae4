using System.Collections.Immutable;
using LiveFeed.Events;

namespace LiveFeed.Clients.Subscribing;

/// <summary>What a client asks of the hub when its topics change.</summary>
internal interface ISubscriptionIndex
{
    /// <summary>From now on events of these topics are offered to the client.</summary>
    void Follow(FeedClient client, ImmutableArray<TopicPattern> topics);

    /// <summary>
    /// From now on events of these topics are not offered to the client, unless it follows them by another pattern.
    /// </summary>
    void Unfollow(FeedClient client, ImmutableArray<TopicPattern> topics);

    /// <summary>Has <see cref="FeedClient.Sync"/> called, after the events kept back for the client are let out.</summary>
    void RequestSync(FeedClient client);
}
