using System.Buffers;
using LiveFeed.Frames;
using LiveFeed.Streaming.SocketIo.Engine;

namespace LiveFeed.Streaming.SocketIo.Feed;

/// <summary>For a client that has left its namespace, while its pump ends: no frame becomes a packet.</summary>
internal sealed class SilentEncoder : FrameEncoder
{
    private static readonly SilentEncoder Instance = new();

    internal static EngineForm Form { get; } = new(Instance, Instance, Instance);

    internal override byte[] BytesOf(Frame frame) => [];

    internal override void Write(Frame frame, IBufferWriter<byte> to)
    {
    }
}
