namespace LiveFeed.Query.Clients;

/// <summary>Until when a client's stream may go on.</summary>
/// <param name="ClientId">The client.</param>
/// <param name="Expires">When its access expires, in UTC; null: never.</param>
internal sealed record ClientAccess(string ClientId, DateTime? Expires);
