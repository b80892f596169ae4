namespace LiveFeed.Streaming.SocketIo.Recovery;

/// <summary>A room or a topic of a client.</summary>
/// <param name="Name">The room's name, or the pattern.</param>
/// <param name="After">Its events after this position are the client's.</param>
internal sealed record SavedTopic(string Name, string After);
