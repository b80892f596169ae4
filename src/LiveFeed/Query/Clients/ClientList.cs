using LiveFeed.Clients;

namespace LiveFeed.Query.Clients;

/// <summary>The answer of <c>GET /clients</c>, the longest connected first.</summary>
/// <param name="Clients">Who is connected now.</param>
// This type only describes the JSON: its clients are written one by one.
public sealed record ClientList(IReadOnlyList<ClientInfo> Clients);
