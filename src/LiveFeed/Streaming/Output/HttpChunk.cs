using System.Buffers;
using System.Globalization;
using LiveFeed.Memory;

namespace LiveFeed.Streaming.Output;

/// <summary>
/// A chunk of an HTTP/1.1 body (RFC 9112, section 7.1): its length in hexadecimal and the bytes, each with a line end.
/// </summary>
internal static class HttpChunk
{
    private const int AroundBytes = 16; // max 8 digits and two line ends

    internal static byte[] Of(ReadOnlySpan<byte> bytes)
    {
        using var chunk = new PooledBuffer(bytes.Length + AroundBytes);
        Write(bytes, chunk);
        return chunk.Written.ToArray();
    }

    internal static void Write(ReadOnlySpan<byte> bytes, IBufferWriter<byte> to)
    {
        var head = to.GetSpan(AroundBytes);
        bytes.Length.TryFormat(head, out var length, "x", CultureInfo.InvariantCulture);
        to.Advance(length);
        to.Write("\r\n"u8);
        to.Write(bytes);
        to.Write("\r\n"u8);
    }
}
