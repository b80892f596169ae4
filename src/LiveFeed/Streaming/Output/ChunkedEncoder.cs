using System.Buffers;
using LiveFeed.Frames;
using LiveFeed.Memory;

namespace LiveFeed.Streaming.Output;

/// <summary>Another encoder's frames, each as a chunk of an HTTP/1.1 body.</summary>
internal sealed class ChunkedEncoder(FrameEncoder frames) : FrameEncoder
{
    internal override void Write(Frame frame, IBufferWriter<byte> to)
    {
        using var body = new PooledBuffer(frame.WireBytes);
        frames.Write(frame, body);
        HttpChunk.Write(body.Written, to);
    }
}
