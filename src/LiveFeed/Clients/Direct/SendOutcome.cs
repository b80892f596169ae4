namespace LiveFeed.Clients.Direct;

/// <summary>The result of sending bytes at once.</summary>
internal enum SendOutcome
{
    /// <summary>None were sent: the connection must not be written to yet, or does not take them now.</summary>
    NotSent,

    /// <summary>
    /// Some were sent. The connection keeps the rest; the transport's task flushes it before anything else.
    /// </summary>
    SentInPart,

    /// <summary>All were sent, or the connection has ended and nobody waits for them.</summary>
    Sent,
}
