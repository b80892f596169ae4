using System.Buffers;
using LiveFeed.Frames;
using LiveFeed.Streaming.WebSockets;
using LiveFeed.Streaming.WebSockets.Framing;

namespace LiveFeed.Streaming.SocketIo.Engine.Packets;

/// <summary>The engine's own packets, and the control frames of a WebSocket.</summary>
internal sealed class PacketEncoder : FrameEncoder
{
    private readonly EngineWire _wire;

    private PacketEncoder(EngineWire wire) => _wire = wire;

    internal static EngineForm Form { get; } = OfOneClient();

    internal override void Write(Frame frame, IBufferWriter<byte> to)
    {
        switch (frame)
        {
            case PacketFrame { IsBinary: true } binary:
                EnginePackets.WriteBinary(_wire, binary.Data, to);
                break;
            case PacketFrame packet:
                EnginePackets.Write(_wire, packet.Type, packet.Data, to);
                break;
            case ControlFrame control:
                WebSocketFrame.WriteControl(control.Opcode, control.Payload, to);
                break;
            case CloseFrame close:
                WebSocketFrame.WriteClose(close.Close, to);
                break;
            default:
                throw new NotSupportedException($"{frame.GetType().Name} is no packet");
        }
    }

    // Nothing is compressed: only one client gets it.
    private static EngineForm OfOneClient()
    {
        var webSocket = new PacketEncoder(EngineWire.WebSocket);
        return new EngineForm(new PacketEncoder(EngineWire.Polling), webSocket, webSocket);
    }
}
