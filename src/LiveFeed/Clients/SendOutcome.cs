namespace LiveFeed.Clients;

/// <summary>What became of bytes that were to be sent on the spot.</summary>
internal enum SendOutcome
{
    /// <summary>None were sent: the connection must not be written to yet, or does not take them now.</summary>
    NotSent,

    /// <summary>
    /// Some were sent; the connection keeps the rest, for the transport's task to flush before anything else.
    /// </summary>
    SentInPart,

    /// <summary>All were sent, or the connection has ended and nobody waits for them.</summary>
    Sent,
}
