using LiveFeed.Access.Limits;
using LiveFeed.Refusals;

namespace LiveFeed.Access.Tickets;

/// <summary>
/// What becomes of a request that wants to open a stream: exactly one of them, or none for a request without a ticket.
/// </summary>
/// <param name="Lease">It may: the ticket's stream is this request's.</param>
/// <param name="Refusal">It may not, now or later.</param>
/// <param name="NotNow">It may come again later: the ticket's stream is open.</param>
internal readonly record struct TicketEntry(
    TicketLease? Lease = null, Refusal? Refusal = null, ConnectionRefusal? NotNow = null);
