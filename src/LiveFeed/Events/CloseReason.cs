namespace LiveFeed.Events;

/// <summary>Why the server ends a stream, as <c>livefeed.closing</c> says it in lower case.</summary>
internal enum CloseReason
{
    Shutdown,
    Full,
    Expired,
    Lifetime,
    Kicked,
}
