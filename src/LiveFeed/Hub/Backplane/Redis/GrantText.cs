using LiveFeed.Clients.Renewing;
using LiveFeed.Events;

namespace LiveFeed.Hub.Backplane.Redis;

/// <summary>An <see cref="AccessGrant"/> on its way to another node.</summary>
internal sealed record GrantText(
    string? User,
    string? Key,
    DateTimeOffset? Expires,
    IReadOnlyList<string> Follow,
    IReadOnlyList<string> Publish,
    bool Administers)
{
    internal static GrantText Of(AccessGrant grant) => new(
        grant.User,
        grant.Key,
        grant.Expires,
        [.. grant.Follow.Select(pattern => pattern.Text)],
        [.. grant.Publish.Select(pattern => pattern.Text)],
        grant.Administers);

    internal AccessGrant Read() => new()
    {
        User = User,
        Key = Key,
        Expires = Expires,
        Follow = [.. Follow.Select(TopicPattern.Parse)],
        Publish = [.. Publish.Select(TopicPattern.Parse)],
        Administers = Administers,
    };
}
