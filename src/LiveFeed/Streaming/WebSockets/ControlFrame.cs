using LiveFeed.Frames;
using LiveFeed.Streaming.WebSockets.Framing;

namespace LiveFeed.Streaming.WebSockets;

/// <summary>A ping or a pong.</summary>
internal sealed class ControlFrame(WebSocketOpcode opcode, byte[] payload) : Frame(events: 0)
{
    internal static ControlFrame Ping { get; } = new(WebSocketOpcode.Ping, []);

    internal WebSocketOpcode Opcode => opcode;

    internal byte[] Payload => payload;
}
