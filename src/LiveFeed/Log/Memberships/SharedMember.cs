namespace LiveFeed.Log.Memberships;

/// <summary>A user who is in a room of a service of several nodes.</summary>
/// <param name="UserId">Who it is.</param>
/// <param name="Username">The name to show; null when it gave none.</param>
/// <param name="Since">When it joined.</param>
/// <param name="Join">The sequence of its join.</param>
/// <param name="MemberId">A connection that it had last; null when that is not known.</param>
/// <param name="MemberIds">The public names of its connections, on all nodes.</param>
internal sealed record SharedMember(
    string UserId,
    string? Username,
    DateTimeOffset Since,
    long Join,
    string? MemberId,
    IReadOnlyList<string> MemberIds);
