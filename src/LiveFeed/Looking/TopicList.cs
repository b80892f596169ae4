namespace LiveFeed.Looking;

/// <summary>The answer of <c>GET /topics</c>, sorted by name.</summary>
public sealed record TopicList(IReadOnlyList<TopicInfo> Topics);
