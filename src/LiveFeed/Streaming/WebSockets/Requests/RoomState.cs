using System.Text.Json;
using LiveFeed.Frames;
using LiveFeed.Rooms;

namespace LiveFeed.Streaming.WebSockets.Requests;

/// <summary>
/// What a newcomer is told of a room:
/// <c>{"type":"room_state","room","users":[{"userId","username"}],"messages":[…],"timestamp"}</c>; in a large room
/// <c>members</c>, a count, instead of <c>users</c>.
/// </summary>
internal static class RoomState
{
    internal static void Write(
        Utf8JsonWriter writer,
        RoomName room,
        RoomSnapshot snapshot,
        string newcomer,
        byte[] messages,
        DateTimeOffset now)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "room_state"u8);
        writer.WriteString("room"u8, room.Text);
        if (snapshot.Members is { } members)
        {
            WriteUsers(writer, members, newcomer);
        }
        else
        {
            writer.WriteNumber("members"u8, snapshot.Count);
        }

        writer.WritePropertyName("messages"u8);
        writer.WriteRawValue(messages, skipInputValidation: true);
        writer.WriteNumber("timestamp"u8, now.ToUnixTimeMilliseconds());
        writer.WriteEndObject();
    }

    /// <summary>Messages as an array.</summary>
    internal static byte[] Messages(IEnumerable<EventFrame> messages) => EventJson.Bytes(4 << 10, writer =>
    {
        writer.WriteStartArray();
        foreach (var message in messages)
        {
            RoomMessage.TryWrite(writer, message);
        }

        writer.WriteEndArray();
    });

    // The others: not the user of this connection.
    private static void WriteUsers(Utf8JsonWriter writer, IReadOnlyList<RoomMember> members, string newcomer)
    {
        writer.WriteStartArray("users"u8);
        foreach (var member in members)
        {
            if (member.MemberIds.Contains(newcomer))
            {
                continue;
            }

            writer.WriteStartObject();
            writer.WriteString("userId"u8, member.UserId);
            writer.WriteString("username"u8, member.Username);
            writer.WriteStartArray("memberIds"u8);
            foreach (var id in member.MemberIds)
            {
                writer.WriteStringValue(id);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
