namespace LiveFeed.Query.Clients;

/// <summary>A change of what a client follows.</summary>
internal sealed record PatchedSubscription
{
    /// <summary>Topics or patterns to follow as well.</summary>
    public PatchedTopic?[]? Subscribe { get; init; }

    /// <summary>Topics or patterns, as they were subscribed to, to follow no longer. They are taken away first.</summary>
    public string?[]? Unsubscribe { get; init; }
}
