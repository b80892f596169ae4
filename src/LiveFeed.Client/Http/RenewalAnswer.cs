namespace LiveFeed.Client.Http;

/// <summary>The answer to a newer token: when the stream's access expires now; null: never.</summary>
internal sealed record RenewalAnswer(DateTimeOffset? Expires);
