namespace LiveFeed.Rooms;

/// <summary>
/// What <see cref="FollowerWatch"/> knows of a topic that has followers, or was told to have some. Guarded by its lock.
/// </summary>
internal sealed class FollowedTopic(string name)
{
    internal string Name => name;

    /// <summary>The last event told its first follower, not its last.</summary>
    internal bool IsTold { get; set; }

    /// <summary>It has its turn to be told.</summary>
    internal bool IsWaiting { get; set; }

    /// <summary>Since when nobody follows it, as a timestamp; null while somebody does.</summary>
    internal long? LeftAt { get; set; }
}
