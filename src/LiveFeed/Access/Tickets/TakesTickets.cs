namespace LiveFeed.Access.Tickets;

/// <summary>
/// Metadata of an endpoint that opens streams: there, and nowhere else, <c>ticket=</c> in the query counts as credentials.
/// </summary>
internal sealed class TakesTickets
{
    /// <summary>The name of the parameter.</summary>
    internal const string Parameter = "ticket";

    internal static TakesTickets Instance { get; } = new();
}
