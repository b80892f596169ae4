namespace LiveFeed.Events;

/// <summary>Nothing to send: it only has a client's transport look at what there is to do.</summary>
internal sealed class WakeFrame : Frame
{
    private WakeFrame()
        : base(events: 0)
    {
    }

    internal static WakeFrame Instance { get; } = new();
}
