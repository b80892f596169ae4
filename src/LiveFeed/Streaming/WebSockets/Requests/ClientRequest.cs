using LiveFeed.Clients.Subscribing;
using LiveFeed.Events;
using LiveFeed.Refusals;

namespace LiveFeed.Streaming.WebSockets.Requests;

/// <summary>What one message of a client asks for.</summary>
/// <param name="Id">What the answer repeats; null when only a failure is answered.</param>
internal abstract record ClientRequest(byte[]? Id)
{
    /// <summary>A message that cannot be read, or says something that cannot be.</summary>
    internal sealed record Refused(byte[]? Id, Refusal Refusal) : ClientRequest(Id);

    /// <param name="Id">As of every request.</param>
    /// <param name="Text">A newer token of the same user.</param>
    internal sealed record Token(byte[]? Id, string Text) : ClientRequest(Id);

    internal sealed record Ping(byte[]? Id) : ClientRequest(Id);

    /// <param name="Id">As of every request.</param>
    /// <param name="Addition">Topics to follow.</param>
    /// <param name="Window">Max one write in this time from now on; null leaves it as it is.</param>
    /// <param name="Batches">Whether events that leave together are one message from now on; null leaves it.</param>
    internal sealed record Subscribe(byte[]? Id, SubscriptionAddition Addition, TimeSpan? Window, bool? Batches)
        : ClientRequest(Id);

    internal sealed record Unsubscribe(byte[]? Id, IReadOnlyList<TopicPattern> Topics) : ClientRequest(Id);

    /// <param name="Id">As of every request.</param>
    /// <param name="Events">All of them are published, or none.</param>
    /// <param name="IsArray">The client named a list, so errors name the place in it.</param>
    internal sealed record Publish(byte[]? Id, IReadOnlyList<FeedEvent> Events, bool IsArray) : ClientRequest(Id);
}
