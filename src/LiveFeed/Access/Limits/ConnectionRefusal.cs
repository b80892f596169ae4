using LiveFeed.Frames;

namespace LiveFeed.Access.Limits;

/// <summary>The closed set of reasons why a client is refused now. It may retry after each of them.</summary>
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
        "This user has the max number of connections (LiveFeed:Limits:ConnectionsPerUser).");

    internal static ConnectionRefusal FullAddress { get; } = new(
        CloseReason.Full,
        "full-address",
        "This address has the max number of connections (LiveFeed:Limits:ConnectionsPerAddress).");

    internal static ConnectionRefusal TicketInUse { get; } = new(
        CloseReason.Full,
        "ticket-in-use",
        "The stream of this ticket is open. It is reopened when it has ended, or by its own client, which knows the last " +
        "position that it was told (Last-Event-ID).");

    /// <summary>Something it needs is missing for now: the log, the authority that signs tokens, or memory.</summary>
    internal static ConnectionRefusal Unavailable { get; } = new(
        CloseReason.Unavailable, "unavailable", "The service cannot serve this now.");

    internal static IEnumerable<ConnectionRefusal> All { get; } =
        [Shutdown, Full, FullUser, FullAddress, TicketInUse, Unavailable];
}
