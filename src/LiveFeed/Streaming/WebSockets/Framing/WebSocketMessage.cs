using System.Buffers.Binary;
using System.Text.Unicode;
using LiveFeed.Bodies;

namespace LiveFeed.Streaming.WebSockets.Framing;

/// <summary>
/// What a client sent: a whole message, or a control frame. Its bytes count as held until it is disposed of.
/// </summary>
internal readonly record struct WebSocketMessage(WebSocketOpcode Opcode, BufferedBody Body) : IDisposable
{
    internal ReadOnlySpan<byte> Bytes => Body.Span;

    /// <summary>To parse it is long work.</summary>
    internal bool IsLong => Body.Length > BodyReader.ShortBytes;

    /// <summary>The answer to a close: it repeats the code (RFC 6455, section 7.4).</summary>
    internal WebSocketClose CloseAnswer()
    {
        if (Bytes.IsEmpty)
        {
            return new WebSocketClose(WebSocketClose.NoCode);
        }

        var code = Bytes.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(Bytes) : 0;
        return !WebSocketClose.IsValid(code) ? new WebSocketClose(WebSocketClose.ProtocolError, "no such code")
            : !Utf8.IsValid(Bytes[2..]) ? new WebSocketClose(WebSocketClose.NotText, "the reason must be valid UTF-8")
            : new WebSocketClose(code);
    }

    public void Dispose() => Body.Dispose();
}
