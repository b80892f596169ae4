namespace LiveFeed.Frames;

/// <summary>
/// An event of a topic that a client has added, from before the position at which its stream stands. It moves no position: a
/// client that reconnects goes on from where its stream was. For this client alone, so its bytes are not kept.
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
