using LiveFeed.Streaming.WebSockets.Framing;

namespace LiveFeed.Streaming.SocketIo.Engine.Sockets;

/// <summary>With which code a WebSocket is closed. The clients' library takes them all alike.</summary>
internal static class SocketCloses
{
    internal static WebSocketClose TooBig { get; } = new(WebSocketClose.TooBig, "larger than maxPayload");

    internal static WebSocketClose TooSlow { get; } = new(
        WebSocketClose.Policy, "the rest of a message comes too slowly");

    internal static WebSocketClose NoUpgrade { get; } = new(
        WebSocketClose.Policy, "there is a WebSocket already, or no upgrade");

    internal static WebSocketClose Of(EngineCloseReason reason) => reason switch
    {
        EngineCloseReason.ParseError => new(WebSocketClose.ProtocolError, "not a packet"),
        EngineCloseReason.TransportError => new(WebSocketClose.ProtocolError, "not allowed here"),
        EngineCloseReason.TooMuchUnread => new(WebSocketClose.Policy, "too much is unread"),
        EngineCloseReason.TooMuchWaiting => new(WebSocketClose.Policy, "too much waits to be handled"),
        EngineCloseReason.Shutdown => new(WebSocketClose.GoingAway),
        EngineCloseReason.Fault => new(WebSocketClose.Fault),
        _ => new(WebSocketClose.NoCode),
    };
}
