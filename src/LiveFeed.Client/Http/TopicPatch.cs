namespace LiveFeed.Client.Http;

/// <summary>The body of <c>PATCH /clients/{id}</c>.</summary>
internal sealed record TopicPatch(IReadOnlyList<AddedTopic>? Subscribe, IReadOnlyList<string>? Unsubscribe);
