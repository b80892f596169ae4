namespace LiveFeed.Client;

/// <summary>Events that the stream should have had and that are no longer there.</summary>
/// <param name="After">The last position before the gap.</param>
/// <param name="Before">The first position that can be read after it.</param>
/// <param name="Reason">
/// <c>expired</c> (trimmed), <c>epoch</c> (the log was begun anew) or <c>lost</c> (in a crash, or with an older copy).
/// </param>
public sealed record LiveGap(string After, string Before, string Reason);
