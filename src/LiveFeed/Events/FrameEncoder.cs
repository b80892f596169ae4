namespace LiveFeed.Events;

/// <summary>Turns frames into the bytes of one transport. Stateless: the same frame always gives the same bytes.</summary>
internal abstract class FrameEncoder(int format)
{
    /// <summary>How many encoders there are; each has a number below it, under which a frame keeps its bytes.</summary>
    internal const int Formats = 8;

    internal int Format { get; } = format;

    internal abstract byte[] Encode(Frame frame);
}
