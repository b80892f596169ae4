using System.Collections.Immutable;

namespace LiveFeed.Events;

/// <summary>
/// The events for one client: the topics that it follows, all broadcasts, and the events for it or its user. This is the
/// only delivery rule; the live fan-out (<c>Hub/Index/TopicIndex</c>) is an index over it.
/// </summary>
internal sealed record Subscription
{
    internal ImmutableArray<TopicPattern> Topics { get; init; } = [];

    /// <summary>Null when nobody is connected: someone looks into the history.</summary>
    internal string? ClientId { get; init; }

    /// <summary>
    /// The name by which others may know this connection, and send to it. It gives no rights over the connection, as
    /// <see cref="ClientId"/> does. Null when nobody is connected.
    /// </summary>
    internal string? MemberId { get; init; }

    internal string? User { get; init; }

    /// <summary>
    /// True when events without a topic are wanted. Clients always get them; the history of a topic does not have them.
    /// </summary>
    internal bool Broadcasts { get; init; } = true;

    /// <summary>
    /// True when events for certain clients or users are wanted, whoever they are for. Only the service itself reads so.
    /// </summary>
    internal bool AnyTarget { get; init; }

    /// <summary>A topic's history, as far as it is this user's; null is nobody in particular.</summary>
    internal static Subscription ToHistory(TopicName topic, string? user) =>
        new() { Topics = [TopicPattern.Parse(topic.Value)], User = user, Broadcasts = false };

    internal bool Wants(FeedEvent e) => IsMeant(e) && FollowsTopicOf(e);

    internal bool FollowsTopicOf(FeedEvent e) => e.Topic is { } topic ? Follows(topic) : Broadcasts;

    /// <summary>
    /// The rule for targets. A target narrows a topic and never widens it: an event with both goes to the target's
    /// connections that follow the topic.
    /// </summary>
    internal bool IsMeant(FeedEvent e)
    {
        if (AnyTarget)
        {
            return true;
        }

        if (e.To is { } to && !(to.Client is { } client ? Is(client) : to.User == User))
        {
            return false;
        }

        if (ClientId is not null)
        {
            foreach (var id in e.Except)
            {
                if (Is(id))
                {
                    return false;
                }
            }
        }

        return true;
    }

    // A client or member id, as targets have it.
    private bool Is(string id) => id == ClientId || id == MemberId;

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
