using System.Buffers;
using System.IO;
using System.IO.Compression;

namespace LiveFeed.Bodies;

/// <summary>Brotli (RFC 7932): one stream, with nothing after it.</summary>
internal sealed class BrotliBody : IBodyDecoder
{
    private BrotliDecoder _decoder; // a mutable struct

    public bool IsComplete { get; private set; }

    // Its code tables: about 50 KiB for the output of common compressors.
    public int OwnBytes => 64 << 10;

    // RFC 7932, section 9.1: the largest window that a stream can ask for. Memory is allocated as it fills.
    public int MaxWindow => 16 << 20;

    public (int Consumed, int Written) Decode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        if (IsComplete)
        {
            return source.IsEmpty ? (0, 0) : throw new InvalidDataException("It goes on after its end.");
        }

        var status = _decoder.Decompress(source, destination, out var consumed, out var written);
        IsComplete = status == OperationStatus.Done;
        return status == OperationStatus.InvalidData
            ? throw new InvalidDataException("It is not brotli, or damaged.")
            : (consumed, written);
    }

    public void Dispose() => _decoder.Dispose();
}
