namespace LiveFeed.Rooms;

/// <summary>A user who is in a room.</summary>
public sealed record RoomMember
{
    /// <summary>Who it is: the <c>sub</c> of its token; without one, what it says.</summary>
    public required string UserId { get; init; }

    /// <summary>The name to show; null when it gave none.</summary>
    public required string? Username { get; init; }

    /// <summary>When it joined.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The public names of its connections; none while it is away.</summary>
    public required IReadOnlyList<string> MemberIds { get; init; }
}
