namespace LiveFeed.Client;

/// <summary>The service ended a stream and does not want it back: an administrator ended the client, for example.</summary>
public sealed class LiveFeedClosedException : LiveFeedException
{
    internal LiveFeedClosedException(string reason)
        : base($"The service ended this stream for good: {reason}.") => Reason = reason;

    /// <summary>The service's word for it, such as <c>kicked</c>; <c>204</c> when it answered so to a new attempt.</summary>
    public string Reason { get; }
}
