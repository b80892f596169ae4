using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using LiveFeed.Streaming.Compression;

namespace LiveFeed.Streaming.WebSockets.Framing;

/// <summary>Writes frames of a server (RFC 6455): unmasked, each a whole message.</summary>
internal static class WebSocketFrame
{
    private const byte Final = 0x80;
    private const byte Compressed = 0x40; // RSV1 (RFC 7692)
    private const int MaxHeadBytes = 10;
    private const int Length16 = 126;
    private const int Length64 = 127;

    // A sender leaves out the end of the flushed deflate stream.
    private const int TailBytes = 4;

    internal static void WriteText(ReadOnlySpan<byte> text, IBufferWriter<byte> to) =>
        Write((byte)WebSocketOpcode.Text, text, to);

    internal static void WriteBinary(ReadOnlySpan<byte> bytes, IBufferWriter<byte> to) =>
        Write((byte)WebSocketOpcode.Binary, bytes, to);

    /// <summary>Writes a text that is compressed, unless that makes it longer.</summary>
    internal static void WriteDeflated(ReadOnlySpan<byte> text, IBufferWriter<byte> to)
    {
        var deflated = DeflateBlock.Deflated(text);
        if (deflated.Length - TailBytes < text.Length)
        {
            Write((byte)WebSocketOpcode.Text | Compressed, deflated.AsSpan(..^TailBytes), to);
        }
        else
        {
            WriteText(text, to);
        }
    }

    internal static void WriteControl(WebSocketOpcode opcode, ReadOnlySpan<byte> payload, IBufferWriter<byte> to) =>
        Write((byte)opcode, payload, to);

    internal static void WriteClose(WebSocketClose close, IBufferWriter<byte> to)
    {
        if (close.Code == WebSocketClose.NoCode)
        {
            WriteControl(WebSocketOpcode.Close, [], to);
            return;
        }

        Span<byte> payload = stackalloc byte[2 + Encoding.ASCII.GetMaxByteCount(close.Reason.Length)];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)close.Code);
        var length = 2 + Encoding.ASCII.GetBytes(close.Reason, payload[2..]);
        WriteControl(WebSocketOpcode.Close, payload[..length], to);
    }

    private static void Write(int kind, ReadOnlySpan<byte> payload, IBufferWriter<byte> to)
    {
        var head = to.GetSpan(MaxHeadBytes);
        head[0] = (byte)(kind | Final);
        switch (payload.Length)
        {
            case < Length16:
                head[1] = (byte)payload.Length;
                to.Advance(2);
                break;
            case <= ushort.MaxValue:
                head[1] = Length16;
                BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)payload.Length);
                to.Advance(2 + sizeof(ushort));
                break;
            default:
                head[1] = Length64;
                BinaryPrimitives.WriteUInt64BigEndian(head[2..], (ulong)payload.Length);
                to.Advance(MaxHeadBytes);
                break;
        }

        to.Write(payload);
    }
}
