namespace LiveFeed.Streaming.Polling;

/// <summary>The answer of <c>GET /poll</c>.</summary>
/// <param name="ClientId">The client. Send it as <c>client</c>. Another id than before: it is a new client.</param>
/// <param name="Events">In order; of topics that were added while it polls (<c>PATCH</c>), older events come later.</param>
/// <param name="Next">What to send as <c>after</c>.</param>
/// <param name="Gap">Where events that this client should have had are no longer there; else left out.</param>
/// <param name="Subscribed">
/// After a change of its topics: what it had missed of the new ones was sent; else left out.
/// </param>
/// <param name="Closing">The server has ended the client, or its token has expired; else left out.</param>
// This type only describes the JSON: PollAnswer writes it straight to the response.
internal sealed record PollResult(
    string ClientId,
    IReadOnlyList<PolledEvent> Events,
    string Next,
    PollGap? Gap,
    PollSubscribed? Subscribed,
    PollClosing? Closing);
