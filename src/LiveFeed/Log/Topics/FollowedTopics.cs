using LiveFeed.Events;

namespace LiveFeed.Log.Topics;

/// <summary>The topics of a subscription that a log retains events of.</summary>
/// <param name="Topics">Null among them: the broadcasts.</param>
/// <param name="Retained">How many events they have, about: it may change meanwhile.</param>
internal sealed record FollowedTopics(IReadOnlyList<TopicName?> Topics, long Retained);
