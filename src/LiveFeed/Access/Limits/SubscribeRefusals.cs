using LiveFeed.Clients.Subscribing;
using LiveFeed.Refusals;

namespace LiveFeed.Access.Limits;

/// <summary>Why the topics of an open stream do not change; the stream goes on as before.</summary>
internal static class SubscribeRefusals
{
    internal static Refusal TooManyChanges { get; } = new(
        RefusalKind.TooManyRequests, "Earlier changes of this client are not complete. It must read its stream first.");

    /// <summary>Null when they change, and for a client that has left.</summary>
    /// <param name="outcome">The hub's answer.</param>
    /// <param name="limits">What a client may follow.</param>
    /// <param name="pointer">Where the request has its topics.</param>
    internal static Refusal? Of(SubscribeOutcome outcome, LimitsOptions limits, string pointer = "/topics") => outcome switch
    {
        SubscribeOutcome.TooManyTopics => Refusal.At(
            RefusalKind.Invalid,
            pointer,
            $"at most {limits.TopicsPerClient} topics can be followed by one client (LiveFeed:Limits:TopicsPerClient)"),
        SubscribeOutcome.TooManyChanges => TooManyChanges,
        _ => null,
    };
}
