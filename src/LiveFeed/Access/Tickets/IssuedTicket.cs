using LiveFeed.Refusals;

namespace LiveFeed.Access.Tickets;

/// <summary>A new ticket, or why there is none.</summary>
/// <param name="Text">The value of <c>ticket=</c>; empty when refused.</param>
/// <param name="Expires">When it expires.</param>
/// <param name="Refusal">Null when it was given.</param>
internal readonly record struct IssuedTicket(string Text, DateTimeOffset Expires, Refusal? Refusal)
{
    /// <summary>Logs and messages must not show the ticket.</summary>
    public override string ToString() => "***";
}
