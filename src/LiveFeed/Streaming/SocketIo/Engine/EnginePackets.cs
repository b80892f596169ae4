using System.Buffers;
using System.Buffers.Text;
using LiveFeed.Memory;
using LiveFeed.Streaming.WebSockets.Framing;

namespace LiveFeed.Streaming.SocketIo.Engine;

/// <summary>Writes packets as they go on the wire.</summary>
internal static class EnginePackets
{
    internal const byte Separator = 0x1E;

    private const byte Message = (byte)'4';
    private const byte Binary = (byte)'b';

    // Below this, compressing saves little: a single event of 200 bytes shrinks by a quarter (measured).
    private const int LeastDeflated = 1 << 10;

    /// <summary>Writes a message that is a text.</summary>
    internal static void WriteText(EngineWire wire, ReadOnlySpan<byte> text, IBufferWriter<byte> to) =>
        Write(wire, Message, text, to);

    /// <summary>Writes a message of bytes.</summary>
    internal static void WriteBinary(EngineWire wire, ReadOnlySpan<byte> bytes, IBufferWriter<byte> to)
    {
        if (wire != EngineWire.Polling)
        {
            WebSocketFrame.WriteBinary(bytes, to);
            return;
        }

        var room = to.GetSpan(Base64.GetMaxEncodedToUtf8Length(bytes.Length) + 2);
        room[0] = Binary;
        Base64.EncodeToUtf8(bytes, room[1..], out _, out var written);
        room[written + 1] = Separator;
        to.Advance(written + 2);
    }

    /// <summary>Writes a packet of any type.</summary>
    internal static void Write(EngineWire wire, byte type, ReadOnlySpan<byte> data, IBufferWriter<byte> to)
    {
        if (wire == EngineWire.Polling)
        {
            var room = to.GetSpan(data.Length + 2);
            room[0] = type;
            data.CopyTo(room[1..]);
            room[data.Length + 1] = Separator;
            to.Advance(data.Length + 2);
            return;
        }

        using var packet = new PooledBuffer(data.Length + 1);
        packet.GetSpan(1)[0] = type;
        packet.Advance(1);
        packet.Write(data);
        if (wire == EngineWire.Deflated && data.Length >= LeastDeflated)
        {
            WebSocketFrame.WriteDeflated(packet.Written, to);
        }
        else
        {
            WebSocketFrame.WriteText(packet.Written, to);
        }
    }

    /// <summary>Decodes the bytes of a binary message of a payload.</summary>
    internal static bool TryDecode(ReadOnlySpan<byte> base64, out byte[] bytes)
    {
        bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(base64.Length)];
        var isRead = Base64.DecodeFromUtf8(base64, bytes, out _, out var length) == OperationStatus.Done;
        Array.Resize(ref bytes, length);
        return isRead;
    }
}
