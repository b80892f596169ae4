using LiveFeed.Access.Authorization;
using LiveFeed.Publishing;
using LiveFeed.Refusals;

namespace LiveFeed.Rooms;

/// <summary>Who joins a room.</summary>
/// <param name="UserId">Required of a caller without a token; a token's <c>sub</c> counts before it.</param>
/// <param name="Username">The name to show; null when it has none.</param>
internal sealed record RoomUser(string? UserId, string? Username)
{
    /// <summary>A token says who it is.</summary>
    internal bool HasToken { get; private init; }

    /// <summary>Who the caller is in a room: the token says it, or the caller.</summary>
    internal (RoomUser User, Refusal? Refusal) As(Caller caller)
    {
        var user = new RoomUser(caller.User ?? UserId, Username is { Length: > 0 } name ? name : null)
        {
            HasToken = caller.User is not null,
        };
        var refusal = user.UserId is null ? Refusal.At(RefusalKind.Invalid, "/userId", "is required without a token")
            : RoomMessages.Fault(user.UserId) is { } fault ? Refusal.At(RefusalKind.Invalid, "/userId", fault)
            : user.Username is not null && RoomMessages.Fault(user.Username) is { } wrong
                ? Refusal.At(RefusalKind.Invalid, "/username", wrong)
            : null;
        return (user, refusal);
    }
}
