using LiveFeed.Events;
using LiveFeed.Http;
using Microsoft.Extensions.Options;

namespace LiveFeed.Access;

/// <summary>
/// The one place that is asked before anything is published, followed, looked at or ended. Each answer is null when it is
/// allowed, else the problem to send. Until there are tokens and keys, nobody has credentials.
/// </summary>
internal sealed class AccessPolicy(IOptions<AccessOptions> options)
{
    internal static readonly FeedProblem NoCredentials = new(
        ProblemKind.Unauthorized, "This needs credentials; LiveFeed:Access:Anonymous says what does not.");

    /// <summary>Asked before a body is read, so that who has no credentials is told that and nothing else.</summary>
    internal FeedProblem? MayPublishAnything() => Allow(options.Value.Anonymous == AnonymousAccess.All);

    /// <param name="topic">Null for what has no topic: a broadcast, or an event to a client or user.</param>
    internal FeedProblem? MayPublish(TopicName? topic) => Allow(options.Value.Anonymous == AnonymousAccess.All);

    /// <param name="topics">What is to be followed or read; empty for what is broadcast.</param>
    internal FeedProblem? MayFollow(IReadOnlyList<TopicPattern> topics) =>
        Allow(options.Value.Anonymous is AnonymousAccess.All or AnonymousAccess.Subscribe);

    /// <summary>Looking at clients, and ending them.</summary>
    internal FeedProblem? MayAdminister() => Allow(options.Value.Anonymous == AnonymousAccess.All);

    private static FeedProblem? Allow(bool allowed) => allowed ? null : NoCredentials;
}
