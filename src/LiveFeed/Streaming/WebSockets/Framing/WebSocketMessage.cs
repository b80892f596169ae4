using LiveFeed.Bodies;

namespace LiveFeed.Streaming.WebSockets.Framing;

/// <summary>
/// What a client sent: a whole message, or a control frame. Its bytes count as held until it is disposed of.
/// </summary>
internal readonly record struct WebSocketMessage(WebSocketOpcode Opcode, BufferedBody Body) : IDisposable
{
    internal ReadOnlySpan<byte> Bytes => Body.Span;

    public void Dispose() => Body.Dispose();
}
