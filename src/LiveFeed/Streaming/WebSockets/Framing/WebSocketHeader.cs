using System.Buffers;
using System.Buffers.Binary;

namespace LiveFeed.Streaming.WebSockets.Framing;

/// <summary>The head of a frame that a client sends (RFC 6455, section 5.2).</summary>
internal readonly record struct WebSocketHeader
{
    private const int Final = 0x80;
    private const int Compressed = 0x40; // RSV1 (RFC 7692)
    private const int Reserved = 0x30;
    private const int Masked = 0x80;
    private const int Length16 = 126;
    private const int Length64 = 127;
    private const int MaskBytes = 4;
    private const int MaxControlBytes = 125;

    internal bool IsFinal { get; private init; }

    internal bool IsCompressed { get; private init; }

    internal WebSocketOpcode Opcode { get; private init; }

    internal long Length { get; private init; }

    internal uint Mask { get; private init; }

    internal bool IsControl => Opcode >= WebSocketOpcode.Close;

    /// <summary>Reads a head and leaves the buffer behind it; false while it is incomplete.</summary>
    /// <exception cref="WebSocketFaultException">It is not one that a client may send.</exception>
    internal static bool TryRead(ref ReadOnlySequence<byte> buffer, out WebSocketHeader header)
    {
        header = default;
        var reader = new SequenceReader<byte>(buffer);
        if (!reader.TryRead(out var first) || !reader.TryRead(out var second))
        {
            return false;
        }

        Require((first & Reserved) == 0, "a reserved bit is set");
        Require((second & Masked) != 0, "a frame of a client must be masked");
        var opcode = (WebSocketOpcode)(first & 0xF);
        Require(Enum.IsDefined(opcode), "the opcode is reserved");
        if (!TryReadLength(ref reader, second & ~Masked, out var length) || !TryReadMask(ref reader, out var mask))
        {
            return false;
        }

        header = new WebSocketHeader
        {
            IsFinal = (first & Final) != 0,
            IsCompressed = (first & Compressed) != 0,
            Opcode = opcode,
            Length = length,
            Mask = mask,
        };
        Require(
            !header.IsControl || (header.IsFinal && !header.IsCompressed && length <= MaxControlBytes),
            "a control frame has at most 125 bytes, is not compressed and comes in one piece");
        buffer = buffer.Slice(reader.Position);
        return true;
    }

    private static bool TryReadLength(ref SequenceReader<byte> reader, int length7, out long length)
    {
        length = length7;
        if (length7 == Length16)
        {
            var isComplete = reader.TryReadBigEndian(out short length16);
            length = (ushort)length16;
            return isComplete;
        }

        if (length7 != Length64)
        {
            return true;
        }

        var isThere = reader.TryReadBigEndian(out length);
        Require(length >= 0, "the length has its highest bit set");
        return isThere;
    }

    // As it lies in memory, so that it can be applied to whole words.
    private static bool TryReadMask(ref SequenceReader<byte> reader, out uint mask)
    {
        Span<byte> bytes = stackalloc byte[MaskBytes];
        mask = 0;
        if (!reader.TryCopyTo(bytes))
        {
            return false;
        }

        reader.Advance(MaskBytes);
        mask = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        return true;
    }

    private static void Require(bool isTrue, string otherwise)
    {
        if (!isTrue)
        {
            throw new WebSocketFaultException(WebSocketClose.ProtocolError, otherwise);
        }
    }
}
