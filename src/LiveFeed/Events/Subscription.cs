using System.Collections.Immutable;

namespace LiveFeed.Events;

/// <summary>
/// What one client is to have: the topics it follows, whatever is broadcast, and whatever is sent to it or its user.
/// The one rule of who gets what; live fan-out (<c>Hub/TopicIndex</c>) is an index over the same rule.
/// </summary>
internal sealed record Subscription
{
    internal ImmutableArray<TopicPattern> Topics { get; init; } = [];

    /// <summary>Null when nobody is connected: someone looks into the history.</summary>
    internal string? ClientId { get; init; }

    internal string? User { get; init; }

    /// <summary>
    /// Whether what has no topic is wanted: clients get it always, who asks for a topic's history does not.
    /// </summary>
    internal bool Broadcasts { get; init; } = true;

    /// <summary>A topic's history, as far as it is this user's; null is nobody in particular.</summary>
    internal static Subscription ToHistory(TopicName topic, string? user) =>
        new() { Topics = [TopicPattern.Parse(topic.Value)], User = user, Broadcasts = false };

    internal bool Wants(FeedEvent e) => IsMeant(e) && FollowsTopicOf(e);

    internal bool FollowsTopicOf(FeedEvent e) => e.Topic is { } topic ? Follows(topic) : Broadcasts;

    /// <summary>
    /// The part of the rule that is not about topics. A target narrows a topic, it does not widen who may see it: an event
    /// with both goes to those connections of the target that follow the topic.
    /// </summary>
    internal bool IsMeant(FeedEvent e)
    {
        if (e.To is { } to && !(to.Client is not null ? to.Client == ClientId : to.User == User))
        {
            return false;
        }

        return e.Except.Length == 0 || ClientId is null || !e.Except.Contains(ClientId);
    }

    internal bool Follows(TopicName topic)
    {
        foreach (var pattern in Topics)
        {
            if (pattern.Matches(topic))
            {
                return true;
            }
        }

        return false;
    }
}
