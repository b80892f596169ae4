namespace LiveFeed.Query.Clients;

/// <summary>
/// What a client follows once its changes are complete, of which its stream tells by <c>livefeed.subscribed</c>.
/// </summary>
/// <param name="ClientId">The client.</param>
/// <param name="Topics">Topics and patterns.</param>
internal sealed record ClientSubscription(string ClientId, IReadOnlyList<string> Topics);
