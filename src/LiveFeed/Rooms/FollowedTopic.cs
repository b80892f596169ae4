using LiveFeed.Events;

namespace LiveFeed.Rooms;

/// <summary>
/// What <see cref="FollowerWatch"/> knows of a topic that has followers, or was told to have some. Guarded by its lock.
/// </summary>
/// <param name="name">The topic's.</param>
/// <param name="topic">Where it is told.</param>
internal sealed class FollowedTopic(string name, TopicName topic)
{
    internal string Name => name;

    internal TopicName Topic => topic;

    /// <summary>The last event told its first follower, not its last.</summary>
    internal bool IsTold { get; set; }

    /// <summary>The sequence of that event.</summary>
    internal long ToldAs { get; set; }

    /// <summary>When that was told.</summary>
    internal DateTimeOffset ToldAt { get; set; }

    /// <summary>Retention has removed that event, or may before long.</summary>
    internal bool IsAging { get; set; }

    /// <summary>It is among those that are looked at, whether they are aging.</summary>
    internal bool IsListed { get; set; }

    /// <summary>It waits to be told, or is being told. So long this object stays the one of its name.</summary>
    internal bool IsWaiting { get; set; }

    /// <summary>
    /// Since when nobody follows it, as a timestamp; null while somebody does, and while it was not told to have followers.
    /// </summary>
    internal long? LeftAt { get; set; }
}
