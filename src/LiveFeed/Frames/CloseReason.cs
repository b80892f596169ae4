namespace LiveFeed.Frames;

/// <summary>Why the server ends a stream, as <c>livefeed.closing</c> says it in lower case.</summary>
internal enum CloseReason
{
    Shutdown,
    Full,

    /// <summary>
    /// Something that it needs is away for now: what it is to have cannot be read, or who it is cannot be found out.
    /// </summary>
    Unavailable,
    Expired,
    Lifetime,
    Kicked,
}
