using LiveFeed.Frames;

namespace LiveFeed.Streaming.SocketIo.Feed;

/// <summary>
/// What has no position of its own, for one client whose state can be recovered: an ephemeral or an old event, a notice,
/// what a handler emits. It ends with the position that this client has reached, so its bytes are this client's alone.
/// </summary>
internal sealed class OffsetFrame : Frame
{
    internal OffsetFrame(Frame inner, string offset, bool isOfRoom)
        : base(inner.Events)
    {
        (Inner, Offset, IsOfRoom) = (inner, offset, isOfRoom);
        ForgetEncoded();
    }

    internal Frame Inner { get; }

    internal string Offset { get; }

    /// <summary>It is an event of a room that the client is in.</summary>
    internal bool IsOfRoom { get; }

    internal override int WireBytes => Inner.WireBytes + 40;
}
