using System.Globalization;
using LiveFeed.Access.Tickets;
using LiveFeed.Clients.Renewing;
using LiveFeed.Events;
using LiveFeed.Refusals;

namespace LiveFeed.Access.Authorization;

/// <summary>
/// Who sends a request, in any protocol, and what this caller may do. Every protocol asks before it publishes, follows,
/// reads or ends anything: null means allowed, anything else is the refusal. Immutable; all requests with the same
/// credentials share it.
/// </summary>
internal sealed class Caller
{
    private static readonly TopicPattern Boards = TopicPattern.Parse("system/boards");

    private readonly Refusal? _refusal; // for what the rights do not allow; null for valid credentials, which get a 403

    private Caller(Rights rights, Refusal? refusal) => (Rights, _refusal) = (rights, refusal);

    internal Rights Rights { get; }

    /// <summary>From its token; null without one.</summary>
    internal string? User { get; private init; }

    /// <summary>The name of its API key; null without one.</summary>
    internal string? Key { get; private init; }

    /// <summary>When its token expires; null when there is none.</summary>
    internal DateTimeOffset? Expires { get; private init; }

    /// <summary>The ticket that it has come with, which opens one stream; null without one.</summary>
    internal Ticket? Ticket { get; private init; }

    /// <summary>It has no credentials.</summary>
    internal bool IsAnonymous => _refusal is not null;

    /// <summary>What this caller's streams are given. Made once for all of them.</summary>
    internal AccessGrant Grant => field ??= new AccessGrant
    {
        User = User,
        Key = Key,
        Expires = Expires,
        Follow = [.. Rights.Followed, Boards],
        Publish = Rights.Published,
        Administers = Rights.Administer,
    };

    /// <summary>A caller with valid credentials.</summary>
    internal static Caller With(Rights rights, string? user = null, DateTimeOffset? expires = null) =>
        new(rights, null) { User = user, Expires = expires };

    /// <summary>The caller whose credentials gave this to a stream, also when another node has checked them.</summary>
    internal static Caller Of(AccessGrant grant) => new(new Rights(grant.Publish, grant.Follow, grant.Administers), null)
    {
        User = grant.User,
        Key = grant.Key,
        Expires = grant.Expires,
    };

    /// <summary>A caller with the API key of this name.</summary>
    internal static Caller WithKey(string name, Rights rights) => new(rights, null) { Key = name };

    /// <summary>A caller without credentials.</summary>
    internal static Caller Without(Rights rights) => new(rights, AccessProblems.NoCredentials);

    /// <summary>
    /// A caller whose credentials are refused, even where none are needed: a mistake must not look like success.
    /// </summary>
    internal static Caller Refused(Refusal why) => new(Rights.Nothing, why);

    /// <summary>The same caller, who has come with a ticket.</summary>
    internal Caller By(Ticket ticket) =>
        new(Rights, _refusal) { User = User, Key = Key, Expires = ticket.Expires, Ticket = ticket };

    internal bool HasExpired(DateTimeOffset now) => Expires <= now;

    /// <summary>Asked before a body is read, so a caller who may not publish learns only that.</summary>
    internal Refusal? MayPublishAnything() =>
        Rights.PublishAnything ? null : _refusal ?? new(RefusalKind.Forbidden, "These credentials do not allow publishing.");

    /// <param name="topic">Null for an event without a topic: a broadcast, or an event to a client or user.</param>
    /// <param name="index">The index of the event in an array.</param>
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
                : "these credentials do not allow publishing without a topic: that needs the right to publish to '**'");
    }

    /// <param name="topics">
    /// What the caller wants to follow or read. Empty for broadcasts and events to the caller itself: these need valid
    /// credentials or the right to follow something. The topic of the boards needs no other right either.
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
    /// Names every forbidden pattern and the allowed ones, so a page continues with the rest. A caller may know its own
    /// rights.
    /// </summary>
    private Refusal MayNotFollow(string[] forbidden) =>
        Refusal.At(
            RefusalKind.Forbidden,
            "topic",
            $"these credentials do not allow following all of '{forbidden[0]}'") with
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
