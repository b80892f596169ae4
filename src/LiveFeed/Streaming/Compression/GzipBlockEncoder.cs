using LiveFeed.Events;

namespace LiveFeed.Streaming.Compression;

/// <summary>
/// Another encoder's frames, each as a piece of a gzip stream (RFC 1952) that any client's stream may have next: compressed
/// once, broadcast to all. A stream is <see cref="Header"/> and then such pieces; a client costs no compressor and no memory.
/// <para>
/// It has no trailer, for that is a checksum of all that went before, which each client would have to keep; and most streams
/// end by being cut, where none has one. curl, browsers, Node.js and Python take the end of the response for the end; readers
/// that insist on a trailer (Go, Java) get every event and then report the end as unexpected, when they are to reconnect anyway.
/// </para>
/// </summary>
internal sealed class GzipBlockEncoder(int format, FrameEncoder frames) : FrameEncoder(format)
{
    /// <summary>Deflate, no flags, no time, on an unknown system.</summary>
    internal static ReadOnlySpan<byte> Header => [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF];

    internal override byte[] Encode(Frame frame) => DeflateBlock.Of(frames.Encode(frame));
}
