using System.Buffers;
using LiveFeed.Frames;
using LiveFeed.Memory;

namespace LiveFeed.Streaming.Compression;

/// <summary>
/// Another encoder's frames, each as a piece of a gzip stream (RFC 1952) that any client's stream may have next: compressed
/// once, broadcast to all. A stream is <see cref="Header"/> and then such pieces; a client costs no compressor and no
/// memory.
/// <para>
/// It has no trailer: that is a checksum of all that went before, which would be each client's own, and a stream that is
/// cut, as most are, has none either. Browsers, curl, Node.js and Python take the response's end for the end. Go's and
/// Java's readers report it as unexpected, at a moment when their clients are to reconnect anyway.
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
