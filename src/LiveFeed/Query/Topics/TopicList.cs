namespace LiveFeed.Query.Topics;

/// <summary>The answer of <c>GET /topics</c>, sorted by name.</summary>
/// <param name="Topics">Those that have retained events and match.</param>
// Only described by this type: its topics are written one by one.
public sealed record TopicList(IReadOnlyList<TopicInfo> Topics);
