using LiveFeed.Access.Authorization;
using LiveFeed.Publishing;
using LiveFeed.Refusals;

namespace LiveFeed.Streaming.SocketIo.Feed;

/// <summary>What a client may do, by its newest credentials.</summary>
/// <param name="Caller">Who it is.</param>
/// <param name="Session">By which it publishes.</param>
internal sealed record FeedStanding(Caller Caller, PublishSession Session)
{
    /// <summary>The client's state will be written, as an event. Its rate counts that: null when it is within it.</summary>
    internal async ValueTask<Refusal?> SpentAsync(CancellationToken cancellationToken) =>
        await Session.Allowance.TakeAsync(1, cancellationToken) is { } spent ? Session.Counted(spent) : null;
}
