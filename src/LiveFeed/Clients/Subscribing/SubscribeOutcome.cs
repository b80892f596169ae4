namespace LiveFeed.Clients.Subscribing;

/// <summary>What becomes of a change of what a client follows.</summary>
internal enum SubscribeOutcome
{
    /// <summary>The client will follow what was asked, after what it misses of it.</summary>
    Accepted,

    /// <summary>The client would follow more topics than it may.</summary>
    TooManyTopics,

    /// <summary>Too many changes of this client are not done yet.</summary>
    TooManyChanges,

    /// <summary>The client has left.</summary>
    Left,
}
