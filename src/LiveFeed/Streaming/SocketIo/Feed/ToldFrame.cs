using LiveFeed.Frames;
using LiveFeed.Streaming.SocketIo.Packets;

namespace LiveFeed.Streaming.SocketIo.Feed;

/// <summary>A packet for one client: an answer, or what a handler emits.</summary>
internal sealed class ToldFrame : Frame
{
    /// <param name="type">Not a binary one: attachments make it so.</param>
    /// <param name="id">What is acknowledged, or is to be; null without a number.</param>
    /// <param name="payload">Its JSON; empty for none. An array of an event stays open at its end: <c>["name",1</c>.</param>
    /// <param name="attachments">What the payload's placeholders stand for.</param>
    internal ToldFrame(PacketType type, long? id, byte[] payload, IReadOnlyList<byte[]> attachments)
        : base(events: 0)
    {
        (Type, Id, Payload, Attachments) = (type, id, payload, attachments);
        WireBytes = 32 + payload.Length + attachments.Sum(one => 32 + one.Length);
        ForgetEncoded(); // only one client gets it
    }

    internal PacketType Type { get; }

    internal long? Id { get; }

    internal byte[] Payload { get; }

    internal IReadOnlyList<byte[]> Attachments { get; }

    internal override int WireBytes { get; }
}
