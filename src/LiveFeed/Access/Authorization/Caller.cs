using System.Globalization;
using LiveFeed.Events;
using LiveFeed.Refusals;

namespace LiveFeed.Access.Authorization;

/// <summary>
/// Who asks, by whatever protocol, and so what it may do. Asked before anything is published, followed, looked at or ended;
/// each answer is null when it is allowed, else the refusal. Immutable, and shared by all who have the same credentials.
/// </summary>
internal sealed class Caller
{
    private static readonly TopicPattern Boards = TopicPattern.Parse("system/boards");

    private readonly Refusal? _refusal; // to all that the rights do not allow; null for good credentials, which get a 403

    private Caller(Rights rights, Refusal? refusal) => (Rights, _refusal) = (rights, refusal);

    internal Rights Rights { get; }

    /// <summary>From its token; null for anyone else.</summary>
    internal string? User { get; private init; }

    /// <summary>The name of its API key; null for anyone else.</summary>
    internal string? Key { get; private init; }

    /// <summary>When its token expires; null when there is none.</summary>
    internal DateTimeOffset? Expires { get; private init; }

    /// <summary>Someone with good credentials.</summary>
    internal static Caller With(Rights rights, string? user = null, DateTimeOffset? expires = null) =>
        new(rights, null) { User = user, Expires = expires };

    /// <summary>Someone with an API key of that name.</summary>
    internal static Caller WithKey(string name, Rights rights) => new(rights, null) { Key = name };

    /// <summary>Someone without any.</summary>
    internal static Caller Without(Rights rights) => new(rights, AccessProblems.NoCredentials);

    /// <summary>
    /// Someone whose credentials are refused, also where none would do: a mistake must not look like success.
    /// </summary>
    internal static Caller Refused(Refusal why) => new(Rights.Nothing, why);

    internal bool HasExpired(DateTimeOffset now) => Expires <= now;

    /// <summary>Asked before a body is read, so that who may not publish is told that and nothing else.</summary>
    internal Refusal? MayPublishAnything() =>
        Rights.PublishAnything ? null : _refusal ?? new(RefusalKind.Forbidden, "These credentials do not allow publishing.");

    /// <param name="topic">Null for what has no topic: a broadcast, or an event to a client or user.</param>
    /// <param name="index">Of the event in an array.</param>
    internal Refusal? MayPublish(TopicName? topic, int? index = null)
    {
        if (Rights.Publish(topic))
        {
            return null;
        }

        return _refusal ?? Refusal.At(
            RefusalKind.Forbidden,
            index is null ? "/topic" : string.Create(CultureInfo.InvariantCulture, $"/{index}/topic"),
            topic is { } name
                ? $"these credentials do not allow publishing to '{name}'"
                : "these credentials do not allow publishing without a topic, which needs the right to publish to '**'");
    }

    /// <param name="topics">
    /// What is to be followed or read. Empty for what is broadcast or sent to oneself, which anyone may have who may follow
    /// something or has good credentials; so is what is said about the boards, which need no right themselves.
    /// </param>
    internal Refusal? MayFollow(IReadOnlyList<TopicPattern> topics)
    {
        if (_refusal is not null && !Rights.FollowAnything)
        {
            return _refusal;
        }

        string[] forbidden =
            [.. topics.Where(pattern => pattern != Boards && !Rights.Follow(pattern)).Select(pattern => pattern.Text)];
        return forbidden.Length == 0 ? null : MayNotFollow(forbidden);
    }

    /// <summary>
    /// Names all that is forbidden and what is allowed, so that a page goes on with the rest. Rights are no secret from who
    /// has them.
    /// </summary>
    private Refusal MayNotFollow(string[] forbidden) =>
        Refusal.At(
            RefusalKind.Forbidden,
            "topic",
            $"these credentials do not allow following '{forbidden[0]}', or not all of it") with
        {
            Details = new Dictionary<string, object?>
            {
                ["forbidden"] = forbidden,
                ["allowed"] = Rights.Followed.Select(pattern => pattern.Text).ToArray(),
            },
        };

    /// <summary>Looking at clients, ending them, and reading the service's own metrics.</summary>
    internal Refusal? MayAdminister() =>
        Rights.Administer ? null : _refusal ?? new(RefusalKind.Forbidden, "These credentials do not allow administering.");
}
