namespace LiveFeed.Metrics.ServiceEvents;

/// <summary>Data of <c>clients.changed</c>: replaces single joins and leaves when there are many at once.</summary>
/// <param name="Clients">How many clients are connected now.</param>
internal sealed record ClientsChanged(long Joined, long Left, int Clients);
