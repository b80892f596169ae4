namespace LiveFeed.Streaming.Polling;

/// <summary>The end of a client.</summary>
/// <param name="Reason">
/// <c>shutdown</c>, <c>unavailable</c>, <c>expired</c> (the token), <c>lifetime</c> or <c>kicked</c>.
/// </param>
/// <param name="Reconnect">Whether the client is welcome to poll again; with <c>kicked</c> it is not.</param>
// This type only describes the JSON: PollAnswer writes it straight to the response.
internal sealed record PollClosing(string Reason, bool Reconnect);
