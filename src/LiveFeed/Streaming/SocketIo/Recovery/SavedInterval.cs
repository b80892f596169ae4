namespace LiveFeed.Streaming.SocketIo.Recovery;

/// <summary>A topic that a client followed for some time.</summary>
/// <param name="Name">The pattern.</param>
/// <param name="After">Its events after this position are the client's.</param>
/// <param name="Until">Those after this one are not.</param>
internal sealed record SavedInterval(string Name, string After, string Until);
