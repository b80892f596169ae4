namespace LiveFeed.Frames;

/// <summary>
/// Wakes a client's transport without data. In a queue it only makes the transport check its work. Sent in place of a frame
/// that cannot be encoded, it is an empty comment.
/// </summary>
internal sealed class WakeFrame : Frame
{
    private WakeFrame()
        : base(events: 0)
    {
    }

    internal static WakeFrame Instance { get; } = new();

    /// <summary>
    /// A wake that does not come from the hub. It takes no place in the queue.
    /// </summary>
    internal static WakeFrame Nudge { get; } = new();
}
