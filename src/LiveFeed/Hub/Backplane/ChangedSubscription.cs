using LiveFeed.Clients.Subscribing;

namespace LiveFeed.Hub.Backplane;

/// <summary>The result of a change of a client's topics.</summary>
/// <param name="Outcome">Whether it was accepted.</param>
/// <param name="Topics">Topics and patterns that the client follows when all accepted changes are complete.</param>
internal sealed record ChangedSubscription(SubscribeOutcome Outcome, IReadOnlyList<string> Topics)
{
    /// <summary>No node has the client.</summary>
    internal static ChangedSubscription Left { get; } = new(SubscribeOutcome.Left, []);
}
