using System.Buffers.Binary;
using System.IO;
using System.IO.Compression;

namespace LiveFeed.Streaming.Compression;

/// <summary>
/// A piece of a deflate stream (RFC 1951) that refers to nothing before it, does not say that it is the last, and ends at a
/// byte's end with an empty stored block. That is what a flush writes: on it a reader hands out what it has, Go's on nothing
/// else.
/// </summary>
internal static class DeflateBlock
{
    // Of a stored block: its kind, its length, and the length's complement.
    private const int HeadBytes = 5;
    private const int MostStored = ushort.MaxValue;

    // Under this a compressor, some 10 µs, gains a tenth at most: a small event by itself. Two such events halve.
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

    /// <summary>As it is, in blocks of at most 65,535 bytes.</summary>
    internal static byte[] Stored(ReadOnlySpan<byte> bytes)
    {
        var piece = new byte[StoredLength(bytes.Length)];
        var end = 0;
        while (!bytes.IsEmpty)
        {
            var length = Math.Min(bytes.Length, MostStored);
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

    private static int StoredLength(int bytes) => bytes + (HeadBytes * (((bytes + MostStored - 1) / MostStored) + 1));

    private static byte[] Deflated(ReadOnlySpan<byte> bytes)
    {
        using var piece = new MemoryStream(bytes.Length / 4);

        // A fifth shorter than the fastest level, for half as much again: once for all clients.
        using var deflater = new DeflateStream(piece, CompressionLevel.Optimal, leaveOpen: true);
        deflater.Write(bytes);
        deflater.Flush();
        return piece.ToArray(); // before the deflater is disposed of, which writes a last block
    }
}
