namespace LiveFeed.Streaming.SocketIo.Engine.Polls;

/// <summary>How a poll is received.</summary>
internal enum PollEntry
{
    /// <summary>It waits for an answer.</summary>
    Waits,

    /// <summary>Another one waits.</summary>
    Second,

    /// <summary>No poll is answered any more: the client has upgraded, or the connection has ended.</summary>
    Over,
}
