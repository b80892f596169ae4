using System.Collections.Immutable;
using LiveFeed.Events;

namespace LiveFeed.Access.Authorization;

/// <summary>
/// What someone may do: publish to and follow topics, by patterns, and administer, which includes all the rest.
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

    /// <summary>What may be followed, for a look at everything that one may see.</summary>
    internal ImmutableArray<TopicPattern> Followed => _follow;

    /// <summary>
    /// What has no topic reaches everyone, or anyone whose name one knows: that needs the right to every topic.
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

    /// <summary>
    /// One of the patterns must cover the asked one by itself: several that do so only together are not put together.
    /// </summary>
    internal bool Follow(TopicPattern asked) => _follow.Any(pattern => pattern.Covers(asked));

    internal bool Follow(TopicName topic)
    {
        foreach (var pattern in _follow)
        {
            if (pattern.Matches(topic))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>These and others: credentials never allow less than having none.</summary>
    internal Rights And(Rights other) =>
        new([.. _publish, .. other._publish], [.. _follow, .. other._follow], Administer || other.Administer);
}
