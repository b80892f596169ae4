namespace LiveFeed.Streaming.Polling;

/// <summary>Events that are no longer there.</summary>
/// <param name="After">The position before the first of them.</param>
/// <param name="Before">The position of the first event that may be there again.</param>
/// <param name="Reason">
/// <c>expired</c>: retention has trimmed them. <c>epoch</c>: <c>after</c> is of another life of the log. <c>lost</c>: in a
/// crash.
/// </param>
// This type only describes the JSON: PollAnswer writes it straight to the response.
internal sealed record PollGap(string After, string Before, string Reason);
