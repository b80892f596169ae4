using LiveFeed.Events;

namespace LiveFeed.Log.Topics;

/// <summary>The topics of a subscription that a log retains events of.</summary>
/// <param name="Topics">Null stands for the broadcasts.</param>
/// <param name="Retained">About how many events they have: it may change meanwhile.</param>
internal sealed record FollowedTopics(IReadOnlyList<TopicName?> Topics, long Retained);
