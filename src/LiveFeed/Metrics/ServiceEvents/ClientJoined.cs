namespace LiveFeed.Metrics.ServiceEvents;

/// <summary>Data of <c>client.joined</c>.</summary>
/// <param name="Clients">How many clients were connected then, this one included.</param>
internal sealed record ClientJoined(string Client, string Transport, int Clients);
