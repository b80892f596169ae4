namespace LiveFeed.Client.Http;

/// <summary>A topic to follow as well, with what came after the position first.</summary>
internal sealed record AddedTopic(string Topic, string? After);
