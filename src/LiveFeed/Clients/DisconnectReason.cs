namespace LiveFeed.Clients;

/// <summary>Why a client left, for metrics and the <c>client.left</c> event.</summary>
internal enum DisconnectReason
{
    /// <summary>It closed the connection, or the network did.</summary>
    Gone,

    /// <summary>Its connection took no byte for too long although something waited.</summary>
    Stalled,

    /// <summary>It held much memory and did not take it, while others needed the room.</summary>
    Evicted,

    /// <summary>Its client has come back on another connection, before this one was known to be lost.</summary>
    Replaced,

    /// <summary>An operator ended it.</summary>
    Kicked,

    /// <summary>Its token expired.</summary>
    Expired,

    /// <summary>Its stream reached the longest lifetime.</summary>
    Lifetime,

    /// <summary>Its events could not be read.</summary>
    Unavailable,

    /// <summary>The server stops.</summary>
    Shutdown,
}
