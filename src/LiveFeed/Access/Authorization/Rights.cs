using System.Collections.Immutable;
using LiveFeed.Events;
using LiveFeed.Events.Rooms;

namespace LiveFeed.Access.Authorization;

/// <summary>
/// What a caller may do: publish to topics and follow topics, by patterns; and administer, which includes everything.
/// </summary>
internal sealed class Rights
{
    private readonly ImmutableArray<TopicPattern> _publish;
    private readonly ImmutableArray<TopicPattern> _follow;

    internal Rights(IEnumerable<TopicPattern> publish, IEnumerable<TopicPattern> follow, bool administer = false)
    {
        Administer = administer;
        _publish = administer ? [TopicPattern.Everything] : [.. publish.Distinct()];
        _follow = administer ? [TopicPattern.Everything] : [.. follow.Distinct()];
    }

    internal static Rights Nothing { get; } = new([], []);

    internal static Rights FollowEverything { get; } = new([], [TopicPattern.Everything]);

    internal static Rights Everything { get; } = new([], [], administer: true);

    internal bool Administer { get; }

    internal bool PublishAnything => _publish.Length > 0;

    internal bool FollowAnything => _follow.Length > 0;

    /// <summary>What the caller may follow. Queries use it to show everything that the caller may see.</summary>
    internal ImmutableArray<TopicPattern> Followed => _follow;

    /// <summary>What the caller may publish to.</summary>
    internal ImmutableArray<TopicPattern> Published => _publish;

    /// <summary>
    /// An event without a topic reaches everyone, or any client or user whose name is known. So it needs the right to every
    /// topic.
    /// </summary>
    internal bool Publish(TopicName? topic)
    {
        foreach (var pattern in _publish)
        {
            if (topic is { } name ? pattern.Matches(name) : pattern.Covers(TopicPattern.Everything))
            {
                return true;
            }
        }

        return false;
    }

    internal bool Follow(TopicPattern asked) => RoomTopics.MayFollow(_follow, asked);

    internal bool Follow(TopicName topic)
    {
        foreach (var pattern in _follow)
        {
            if (pattern.Matches(topic))
            {
                return true;
            }
        }

        return RoomTopics.WithoutMembers(topic.Value) is { } room && Follow(TopicName.Parse(room));
    }

    /// <summary>Both together: credentials never allow less than no credentials.</summary>
    internal Rights And(Rights other) =>
        new([.. _publish, .. other._publish], [.. _follow, .. other._follow], Administer || other.Administer);
}
