namespace LiveFeed.Frames;

/// <summary>The last frame before the server ends a stream.</summary>
/// <param name="reason">Why.</param>
/// <param name="retry">
/// When to reconnect, for a client that got no other delay; null keeps the delay that it got before.
/// </param>
internal sealed class ClosingFrame(CloseReason reason, TimeSpan? retry = null) : Frame(events: 0)
{
    internal CloseReason Reason { get; } = reason;

    internal TimeSpan? Retry { get; } = retry;

    /// <summary>Whether the client is welcome to come back.</summary>
    internal bool Reconnect => Reason != CloseReason.Kicked;
}
