namespace LiveFeed.Events.Rooms;

/// <summary>A user is in a room: a <c>join</c> is in the log, and no <c>leave</c> after it.</summary>
/// <param name="Room">The room's name.</param>
/// <param name="UserId">Who it is.</param>
/// <param name="Username">The name to show; null when the user gave none.</param>
/// <param name="Since">When it joined.</param>
/// <param name="MemberId">The connection that joined; null when that is not known.</param>
internal readonly record struct Membership(
    string Room, string UserId, string? Username, DateTimeOffset Since, string? MemberId);
