namespace LiveFeed.Client.Http;

/// <summary>The positions of the first and the last event of a publish that have one.</summary>
internal sealed record PublishedRange(string First, string Last);
