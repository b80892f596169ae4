using System.Buffers;
using LiveFeed.Frames;
using LiveFeed.Memory;

namespace LiveFeed.Streaming.Compression;

/// <summary>
/// Another encoder's frames, each as a piece of a gzip stream (RFC 1952). Any client's stream can continue with any piece:
/// it is compressed once and sent to all. A stream is <see cref="Header"/> and then such pieces. A client costs no
/// compressor and no memory.
/// <para>
/// The stream has no trailer. A trailer is a checksum of the whole stream, which would differ for each client; and a stream
/// that is cut, as most are, has none either. Browsers, curl, Node.js and Python take the response's end for the end. Go's
/// and Java's readers report an unexpected end, when their clients must reconnect anyway.
/// </para>
/// </summary>
internal sealed class GzipBlockEncoder(FrameEncoder frames) : FrameEncoder
{
    /// <summary>Deflate, no flags, no time, on an unknown system.</summary>
    internal static ReadOnlySpan<byte> Header => [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF];

    internal override void Write(Frame frame, IBufferWriter<byte> to)
    {
        using var plain = new PooledBuffer(frame.WireBytes);
        frames.Write(frame, plain);
        to.Write(DeflateBlock.Of(plain.Written));
    }
}
