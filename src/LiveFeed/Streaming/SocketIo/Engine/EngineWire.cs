namespace LiveFeed.Streaming.SocketIo.Engine;

/// <summary>How packets are written.</summary>
internal enum EngineWire
{
    /// <summary>In a payload, each with the separator behind it: so that packets can stand one after another.</summary>
    Polling,

    /// <summary>Each as a message of a WebSocket.</summary>
    WebSocket,

    /// <summary>As before, long texts compressed. Only for what several clients share.</summary>
    Deflated,
}
