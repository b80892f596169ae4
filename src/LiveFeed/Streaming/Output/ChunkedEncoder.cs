using LiveFeed.Events;

namespace LiveFeed.Streaming.Output;

/// <summary>Another encoder's frames, each as a chunk of an HTTP/1.1 body.</summary>
internal sealed class ChunkedEncoder(int format, FrameEncoder frames) : FrameEncoder(format)
{
    internal override byte[] Encode(Frame frame) => HttpChunk.Of(frames.Encode(frame));
}
