using LiveFeed.Clients;
using LiveFeed.Events;

namespace LiveFeed.Access.Tickets;

/// <summary>
/// The position that a request with a ticket resumes after. Only the client itself knows the last position that its stream
/// was told: a copy of the address does not have it.
/// </summary>
/// <param name="After">Null without one.</param>
/// <param name="IsInAddress">It stands in the address, which may be the copy of an earlier one.</param>
internal readonly record struct Resumption(Position? After, bool IsInAddress = false)
{
    /// <summary>The request comes from the client of this stream, which has lost its connection.</summary>
    internal bool IsOf(FeedClient client) =>
        After is { } after && client.WasTold(after) && !(IsInAddress && after == client.Start.Position);
}
