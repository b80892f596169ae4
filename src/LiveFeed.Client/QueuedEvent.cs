namespace LiveFeed.Client;

/// <summary>An event that waits to be sent.</summary>
/// <param name="Id">By which the service knows it again.</param>
/// <param name="Receipt">
/// Ends when the service has the event, or fails: <see cref="LiveFeedRefusedException"/> when the service refused this
/// event, <see cref="LiveFeedException"/> when it is not known whether it was stored.
/// </param>
public sealed record QueuedEvent(string Id, Task<PublishReceipt> Receipt);
