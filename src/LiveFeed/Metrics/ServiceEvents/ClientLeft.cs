namespace LiveFeed.Metrics.ServiceEvents;

/// <summary>Data of <c>client.left</c>.</summary>
/// <param name="Clients">How many clients were still connected then.</param>
/// <param name="Reason">A <see cref="LiveFeed.Clients.DisconnectReason"/> in lower case.</param>
internal sealed record ClientLeft(string Client, string Transport, int Clients, string Reason);
