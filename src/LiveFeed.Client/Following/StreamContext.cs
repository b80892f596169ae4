using LiveFeed.Client.Retrying;

namespace LiveFeed.Client.Following;

/// <summary>What all connections of one stream share.</summary>
internal sealed class StreamContext(IEnumerable<string> topics, FollowOptions start, Attempts attempts)
{
    internal FollowOptions Start => start;

    internal Attempts Attempts => attempts;

    internal TopicChanges Changes { get; } = new(topics);

    internal StreamProgress Progress { get; } = new(start.After);
}
