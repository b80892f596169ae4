namespace LiveFeed.Query.Topics;

/// <summary>The answer of <c>GET /topics</c>, sorted by name.</summary>
/// <param name="Topics">Those that have retained events and match.</param>
// This type only describes the JSON: its topics are written one by one.
public sealed record TopicList(IReadOnlyList<TopicInfo> Topics);
