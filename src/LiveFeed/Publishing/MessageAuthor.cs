namespace LiveFeed.Publishing;

/// <summary>Whose connection sends a room's message.</summary>
/// <param name="MemberId">The connection's public name.</param>
/// <param name="UserId">Who it is in the room; null when it is not in.</param>
/// <param name="Username">The name to show; null when it has none.</param>
/// <param name="NamesItself">Without a name it is the message that says it.</param>
internal readonly record struct MessageAuthor(
    string MemberId, string? UserId, string? Username, bool NamesItself = false);
