namespace LiveFeed.Streaming.SocketIo.Engine;

/// <summary>Why a connection has ended.</summary>
internal enum EngineCloseReason
{
    /// <summary>The client closed it, or its TCP connection or a poll broke off.</summary>
    TransportClose,

    /// <summary>The client broke the protocol: two polls at once, a ping, a message that is too large.</summary>
    TransportError,

    /// <summary>It sent something that is no packet, or the application could not read its message.</summary>
    ParseError,

    /// <summary>It did not answer a ping.</summary>
    PingTimeout,

    /// <summary>It left a megabyte unread.</summary>
    TooMuchUnread,

    /// <summary>What it sent waits for the application: megabytes.</summary>
    TooMuchWaiting,

    /// <summary>The application closed it.</summary>
    Closed,

    /// <summary>The service stops.</summary>
    Shutdown,

    /// <summary>The application failed.</summary>
    Fault,
}
