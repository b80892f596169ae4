namespace LiveFeed.Client;

/// <summary>The service has the event; it is as durable as <c>LiveFeed:Log:Durability</c> says.</summary>
/// <param name="Id">The event's id: the producer's own, or the one that the client gave it.</param>
/// <param name="Position">
/// Where it stands in the log. Null for an ephemeral event, and where an earlier attempt whose answer was lost stored a part
/// of the batch: then the answer does not say it.
/// </param>
public sealed record PublishReceipt(string Id, string? Position);
