using System.Text.Json;

namespace LiveFeed.Events.Rooms;

/// <summary>What a <c>join</c> or <c>leave</c> in the log changes. A log applies it when it stores the event.</summary>
/// <param name="Of">Of a leave only the room and the user count.</param>
/// <param name="IsJoin">False for a leave.</param>
internal readonly record struct MembershipChange(Membership Of, bool IsJoin)
{
    /// <summary>Null for every other event.</summary>
    internal static MembershipChange? Read(FeedEvent e)
    {
        if (e.Topic is not { } topic || RoomTopics.RoomOfMembers(topic) is not { IsEmpty: false } room)
        {
            return null;
        }

        var isJoin = e.Name == RoomTopics.Join;
        if ((!isJoin && e.Name != RoomTopics.Leave) || e.Data.IsText)
        {
            return null;
        }

        // Only the server publishes there. A file may have events from before that was so.
        using var data = JsonDocument.Parse(e.Data.Utf8);
        return data.RootElement.ValueKind == JsonValueKind.Object && Text(data, "userId") is { } user
            ? new MembershipChange(
                new Membership(room.ToString(), user, Text(data, "username"), e.Time, Text(data, "memberId")), isJoin)
            : null;
    }

    private static string? Text(JsonDocument data, string member) =>
        data.RootElement.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
