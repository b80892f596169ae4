namespace LiveFeed.Streaming.SocketIo.Recovery;

/// <summary>The data of the event that keeps a state.</summary>
/// <param name="Name">Of the secret.</param>
/// <param name="State">Sealed.</param>
internal sealed record SealedState(string Name, byte[] State);
