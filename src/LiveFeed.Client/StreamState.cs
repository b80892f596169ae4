namespace LiveFeed.Client;

/// <summary>What a stream is doing.</summary>
public enum StreamState
{
    /// <summary>Nobody has begun to read it.</summary>
    NotStarted,

    /// <summary>The first connection is being opened.</summary>
    Connecting,

    /// <summary>It is connected.</summary>
    Connected,

    /// <summary>The connection was lost, or the last attempt failed. It tries again.</summary>
    Reconnecting,

    /// <summary>It has ended.</summary>
    Closed,
}
