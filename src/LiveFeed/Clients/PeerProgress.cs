namespace LiveFeed.Clients;

/// <summary>How far the other end of a connection is.</summary>
/// <param name="Taken">What has reached it so far, in a measure that grows with it.</param>
/// <param name="Waits">Whether something is on its way to it that has not reached it.</param>
internal readonly record struct PeerProgress(long Taken, bool Waits);
