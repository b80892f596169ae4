namespace LiveFeed.Looking;

/// <summary>The answer of <c>GET /clients</c>, the longest connected first.</summary>
/// <param name="Clients">Who is connected now.</param>
public sealed record ClientList(IReadOnlyList<ClientInfo> Clients);
