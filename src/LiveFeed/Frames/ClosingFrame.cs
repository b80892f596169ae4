namespace LiveFeed.Frames;

/// <summary>The last frame before the server ends a stream.</summary>
internal sealed class ClosingFrame(CloseReason reason) : Frame(events: 0)
{
    internal CloseReason Reason { get; } = reason;

    /// <summary>Whether the client is welcome to come back.</summary>
    internal bool Reconnect => Reason != CloseReason.Kicked;
}
