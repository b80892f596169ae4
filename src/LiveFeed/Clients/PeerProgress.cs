namespace LiveFeed.Clients;

/// <summary>How far the other end of a connection is.</summary>
/// <param name="Taken">What has reached it so far, as a number that grows.</param>
/// <param name="Waits">Whether something was sent that has not reached it yet.</param>
internal readonly record struct PeerProgress(long Taken, bool Waits);
