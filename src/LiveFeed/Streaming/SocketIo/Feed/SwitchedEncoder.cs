using System.Buffers;
using LiveFeed.Frames;

namespace LiveFeed.Streaming.SocketIo.Feed;

/// <summary>The encoder of one client on one way, which changes when it enters its first room or leaves the last.</summary>
internal sealed class SwitchedEncoder(FrameEncoder first) : FrameEncoder
{
    private volatile FrameEncoder _current = first; // set by the task that reads, used by whoever writes

    internal FrameEncoder Current
    {
        set => _current = value;
    }

    internal override byte[] BytesOf(Frame frame) => _current.BytesOf(frame);

    internal override void Write(Frame frame, IBufferWriter<byte> to) => to.Write(BytesOf(frame));
}
