namespace LiveFeed.Frames;

/// <summary>The last frame before the server ends a stream.</summary>
/// <param name="reason">Why.</param>
/// <param name="retry">
/// When to come back, for a client that was told nothing else; null leaves out what it was told before.
/// </param>
internal sealed class ClosingFrame(CloseReason reason, TimeSpan? retry = null) : Frame(events: 0)
{
    internal CloseReason Reason { get; } = reason;

    internal TimeSpan? Retry { get; } = retry;

    /// <summary>Whether the client is welcome to come back.</summary>
    internal bool Reconnect => Reason != CloseReason.Kicked;
}
