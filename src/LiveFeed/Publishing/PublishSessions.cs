using LiveFeed.Access.Authorization;
using LiveFeed.Access.Limits;
using LiveFeed.Hub;
using Microsoft.Extensions.Options;

namespace LiveFeed.Publishing;

/// <summary>Begins a session for each sender. A protocol needs only this and the caller to publish events.</summary>
internal sealed class PublishSessions(
    FeedPublisher publisher, PublishRateLimiter rate, IOptions<LimitsOptions> limits, TimeProvider time)
{
    /// <summary>The session of the service itself: it may publish everything, at any rate, of any size.</summary>
    internal PublishSession OfService { get; } =
        new(publisher, limits: null, time, Caller.With(Rights.Everything), PublishAllowance.Unlimited);

    /// <summary>The session of one sender, for a request or as long as a connection lasts. It costs a few objects.</summary>
    /// <param name="caller">The caller. Another caller (a newer token) needs another session.</param>
    /// <param name="sender">Whose rate counts.</param>
    /// <param name="authorIn">For a connection: who it is in a room.</param>
    internal PublishSession Begin(Caller caller, Sender sender, Func<string, MessageAuthor>? authorIn = null) =>
        new(publisher, limits.Value, time, caller, rate.Of(sender)) { AuthorIn = authorIn };
}
