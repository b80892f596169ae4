namespace LiveFeed.Query.Clients;

/// <summary>The streams of a user that are being ended.</summary>
/// <param name="Ended">How many there are.</param>
internal sealed record EndedClients(int Ended);
