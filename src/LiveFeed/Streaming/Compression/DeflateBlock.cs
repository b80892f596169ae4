using System.Buffers.Binary;
using System.IO;
using System.IO.Compression;

namespace LiveFeed.Streaming.Compression;

/// <summary>
/// A piece of a deflate stream (RFC 1951). It refers to nothing before it, is not marked as the last, and ends on a byte
/// with an empty stored block. A flush writes the same. A reader then hands out what it has; Go's reader does so only then.
/// </summary>
internal static class DeflateBlock
{
    // The head of a stored block: its kind, its length, and the length's complement.
    private const int HeadBytes = 5;
    private const int MaxStored = ushort.MaxValue;

    // Below this, compressing (about 10 µs) saves max a tenth: a single small event. Two such events shrink to half.
    private const int LeastDeflated = 160;

    /// <summary>The shorter of deflated and stored.</summary>
    internal static byte[] Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < LeastDeflated)
        {
            return Stored(bytes);
        }

        var deflated = Deflated(bytes);
        return deflated.Length < StoredLength(bytes.Length) ? deflated : Stored(bytes);
    }

    /// <summary>Uncompressed, in blocks of max 65,535 bytes.</summary>
    internal static byte[] Stored(ReadOnlySpan<byte> bytes)
    {
        var piece = new byte[StoredLength(bytes.Length)];
        var end = 0;
        while (!bytes.IsEmpty)
        {
            var length = Math.Min(bytes.Length, MaxStored);
            Add(bytes[..length]);
            bytes = bytes[length..];
        }

        Add([]);
        return piece;

        void Add(ReadOnlySpan<byte> block)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(piece.AsSpan(end + 1), (ushort)block.Length);
            BinaryPrimitives.WriteUInt16LittleEndian(piece.AsSpan(end + 3), (ushort)~block.Length);
            block.CopyTo(piece.AsSpan(end + HeadBytes));
            end += HeadBytes + block.Length;
        }
    }

    private static int StoredLength(int bytes) => bytes + (HeadBytes * (((bytes + MaxStored - 1) / MaxStored) + 1));

    /// <summary>Compressed, also where that is longer.</summary>
    internal static byte[] Deflated(ReadOnlySpan<byte> bytes)
    {
        using var piece = new MemoryStream(bytes.Length / 4);

        // A fifth shorter than the fastest level, for half as much time again, spent once for all clients.
        using var deflater = new DeflateStream(piece, CompressionLevel.Optimal, leaveOpen: true);
        deflater.Write(bytes);
        deflater.Flush();
        return piece.ToArray(); // before the deflater is disposed of, because that writes a last block
    }
}
