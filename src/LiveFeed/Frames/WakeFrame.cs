namespace LiveFeed.Frames;

/// <summary>
/// Nothing to say: in a queue it only has a client's transport look at what there is to do; sent, in place of what cannot
/// be, it is an empty comment.
/// </summary>
internal sealed class WakeFrame : Frame
{
    private WakeFrame()
        : base(events: 0)
    {
    }

    internal static WakeFrame Instance { get; } = new();

    /// <summary>
    /// The same, when it is not the hub that has something for the transport. It takes no place in the queue.
    /// </summary>
    internal static WakeFrame Nudge { get; } = new();
}
