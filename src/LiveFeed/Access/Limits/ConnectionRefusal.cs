using LiveFeed.Frames;

namespace LiveFeed.Access.Limits;

/// <summary>The closed set of reasons why a client is not let in now; it may come back with each.</summary>
/// <param name="Reason">As a stream's last frame says it.</param>
/// <param name="Name">As <c>livefeed.clients.rejected</c> counts it.</param>
/// <param name="Detail">For people.</param>
internal sealed record ConnectionRefusal(CloseReason Reason, string Name, string Detail)
{
    internal static ConnectionRefusal Shutdown { get; } = new(CloseReason.Shutdown, "shutdown", "The server is stopping.");

    internal static ConnectionRefusal Full { get; } = new(
        CloseReason.Full, "full", "All connections are taken (LiveFeed:Limits:Connections).");

    internal static ConnectionRefusal FullUser { get; } = new(
        CloseReason.Full,
        "full-user",
        "This user has as many connections as one may have (LiveFeed:Limits:ConnectionsPerUser).");

    internal static ConnectionRefusal FullAddress { get; } = new(
        CloseReason.Full,
        "full-address",
        "This address has as many connections as one may have (LiveFeed:Limits:ConnectionsPerAddress).");

    /// <summary>Something that serving it needs is away for now: the log, the authority that signs tokens, memory.</summary>
    internal static ConnectionRefusal Unavailable { get; } = new(
        CloseReason.Unavailable, "unavailable", "The service cannot serve this now.");

    internal static IEnumerable<ConnectionRefusal> All { get; } = [Shutdown, Full, FullUser, FullAddress, Unavailable];
}
