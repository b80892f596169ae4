using LiveFeed.Frames;

namespace LiveFeed.Streaming.SocketIo.Engine.Packets;

/// <summary>One packet for one client.</summary>
internal sealed class PacketFrame : Frame
{
    // What the objects of one cost, so that many empty packets count as well.
    private const int OwnBytes = 32;

    private PacketFrame(byte type, byte[] data, bool isBinary = false, bool isShared = false)
        : base(events: 0)
    {
        (Type, Data, IsBinary) = (type, data, isBinary);
        if (!isShared)
        {
            ForgetEncoded();
        }
    }

    internal static PacketFrame Close { get; } = Of('1');

    internal static PacketFrame Ping { get; } = Of('2');

    internal static PacketFrame ProbeAnswer { get; } = Of('3', "probe");

    internal static PacketFrame Noop { get; } = Of('6');

    internal byte Type { get; }

    internal byte[] Data { get; }

    internal bool IsBinary { get; }

    internal override int WireBytes => OwnBytes + Data.Length;

    internal static PacketFrame Open(byte[] handshake) => new((byte)'0', handshake);

    internal static PacketFrame Of(EngineMessage message) => new((byte)'4', message.Bytes.ToArray(), message.IsBinary);

    private static PacketFrame Of(char type, string data = "") =>
        new((byte)type, System.Text.Encoding.ASCII.GetBytes(data), isShared: true);
}
