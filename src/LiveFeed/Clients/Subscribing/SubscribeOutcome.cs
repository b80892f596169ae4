namespace LiveFeed.Clients.Subscribing;

/// <summary>The result of a request to change a client's topics.</summary>
internal enum SubscribeOutcome
{
    /// <summary>The client will follow the topics, after it gets what it missed of them.</summary>
    Accepted,

    /// <summary>The client would follow more topics than it may.</summary>
    TooManyTopics,

    /// <summary>Too many changes of this client are not done yet.</summary>
    TooManyChanges,

    /// <summary>The client has left.</summary>
    Left,
}
