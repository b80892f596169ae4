using LiveFeed.Clients;

namespace LiveFeed.Metrics.ServiceEvents;

/// <summary>A client joined, or left for a reason, and how many were connected then.</summary>
internal readonly record struct ClientChange(FeedClient Client, DisconnectReason? Left, int Clients);
