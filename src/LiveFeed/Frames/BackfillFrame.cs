namespace LiveFeed.Frames;

/// <summary>
/// An old event of a topic that a client has added, from before the position of its stream. It moves no position: a client
/// that reconnects resumes where its stream was. Only this client gets it, so its bytes are not kept.
/// </summary>
internal sealed class BackfillFrame : Frame
{
    internal BackfillFrame(EventFrame frame)
        : base(events: 1)
    {
        Event = frame;
        ForgetEncoded();
    }

    internal EventFrame Event { get; }

    internal override int WireBytes => Event.WireBytes;

    /// <summary>A gap of this one event.</summary>
    internal override IEnumerable<Frame> InPlaceOfIt() => Event.InPlaceOfIt().OfType<GapFrame>();
}
