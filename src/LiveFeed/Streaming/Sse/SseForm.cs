using LiveFeed.Frames;
using LiveFeed.Streaming.Compression;

namespace LiveFeed.Streaming.Sse;

/// <summary>How one stream's frames become bytes, from its first to its last.</summary>
internal sealed class SseForm
{
    private readonly bool _isGzip;

    private SseForm(FrameEncoder frames, FrameEncoder chunks, bool isGzip) =>
        (Frames, Chunks, _isGzip) = (frames, chunks, isGzip);

    /// <summary>For a response body that the server writes.</summary>
    internal FrameEncoder Frames { get; }

    /// <summary>For a connection that is written to past the server.</summary>
    internal FrameEncoder Chunks { get; }

    internal static SseForm Of(bool envelope, bool gzip) => (envelope, gzip) switch
    {
        (false, false) => new(SseEncoder.Plain, SseEncoder.PlainChunks, gzip),
        (true, false) => new(SseEncoder.Envelope, SseEncoder.EnvelopeChunks, gzip),
        (false, true) => new(SseEncoder.PlainGzip, SseEncoder.PlainGzipChunks, gzip),
        (true, true) => new(SseEncoder.EnvelopeGzip, SseEncoder.EnvelopeGzipChunks, gzip),
    };

    /// <summary>The beginning of a stream: its first frame, which differs for each client.</summary>
    internal byte[] First(Frame frame)
    {
        var text = SseEncoder.Plain.Encode(frame);
        return _isGzip ? [.. GzipBlockEncoder.Header, .. DeflateBlock.Stored(text)] : text;
    }
}
