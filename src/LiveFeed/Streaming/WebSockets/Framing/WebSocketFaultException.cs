namespace LiveFeed.Streaming.WebSockets.Framing;

/// <summary>The client broke the protocol, or sent more than it may. Its connection is closed.</summary>
internal sealed class WebSocketFaultException(int code, string reason) : Exception(reason)
{
    internal WebSocketClose Close { get; } = new(code, reason);
}
