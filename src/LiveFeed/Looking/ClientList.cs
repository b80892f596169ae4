namespace LiveFeed.Looking;

/// <summary>The answer of <c>GET /clients</c>, the longest connected first.</summary>
public sealed record ClientList(IReadOnlyList<ClientInfo> Clients);
