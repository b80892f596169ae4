namespace LiveFeed.Frames;

/// <summary>Why the server ends a stream, as <c>livefeed.closing</c> says it in lower case.</summary>
internal enum CloseReason
{
    Shutdown,
    Full,

    /// <summary>
    /// A dependency is unavailable: the log cannot be read, or the client's credentials cannot be checked.
    /// </summary>
    Unavailable,
    Expired,
    Lifetime,
    Kicked,
}
