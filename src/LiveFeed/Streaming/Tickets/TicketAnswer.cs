namespace LiveFeed.Streaming.Tickets;

/// <summary>A ticket.</summary>
/// <param name="Ticket">The value of <c>ticket=</c>.</param>
/// <param name="Expires">When it expires, and the stream that it has opened, in UTC.</param>
internal sealed record TicketAnswer(string Ticket, DateTime Expires);
