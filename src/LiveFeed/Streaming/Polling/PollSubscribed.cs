namespace LiveFeed.Streaming.Polling;

/// <summary>Topics that were added are complete: from here on their events are live.</summary>
/// <param name="Topics">The topics and patterns that were added.</param>
/// <param name="Position">All events of these topics up to here were sent.</param>
// This type only describes the JSON: PollAnswer writes it straight to the response.
internal sealed record PollSubscribed(IReadOnlyList<string> Topics, string Position);
