using System.Text.Json;
using LiveFeed.Events;
using LiveFeed.Events.Rooms;
using LiveFeed.Frames;

namespace LiveFeed.Streaming.WebSockets;

/// <summary>
/// The events of a room as its members get them: <c>{"type","room",…,"position"}</c>, with the members of the event's data
/// in between.
/// </summary>
internal static class RoomMessage
{
    /// <summary>Writes an event of a room; false when it is another event.</summary>
    internal static bool TryWrite(Utf8JsonWriter writer, EventFrame frame) =>
        RoomOf(frame.Event) is { IsEmpty: false } room && Write(writer, room, frame.Event, frame.Position);

    /// <summary>Writes an event of a room, which must be one.</summary>
    internal static void Write(Utf8JsonWriter writer, FeedEvent e, Position? position) =>
        Write(writer, RoomOf(e), e, position);

    private static bool Write(Utf8JsonWriter writer, ReadOnlySpan<char> room, FeedEvent e, Position? position)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, e.Name);
        writer.WriteString("room"u8, room);
        WriteData(writer, e.Data.Utf8);
        if (position is { } at)
        {
            writer.WriteString("position"u8, at.ToString());
        }

        writer.WriteEndObject();
        return true;
    }

    // Empty for an event that is not one of the five, or whose data is no object.
    private static ReadOnlySpan<char> RoomOf(FeedEvent e)
    {
        if (e.Topic is not { } topic || !e.Data.IsObject)
        {
            return [];
        }

        return e.Name is FeedEvent.DefaultName or RoomTopics.Typing or RoomTopics.Signal ? RoomTopics.RoomOf(topic)
            : e.Name is RoomTopics.Join or RoomTopics.Leave ? RoomTopics.RoomOfMembers(topic)
            : [];
    }

    // A sender's own members of these names would hide the message's.
    private static void WriteData(Utf8JsonWriter writer, byte[] data)
    {
        var reader = new Utf8JsonReader(data, new JsonReaderOptions { MaxDepth = int.MaxValue });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isOwn = reader.ValueTextEquals("type"u8) || reader.ValueTextEquals("room"u8) ||
                reader.ValueTextEquals("position"u8);
            var name = isOwn ? null : reader.GetString();
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (name is not null)
            {
                writer.WritePropertyName(name);
                writer.WriteRawValue(data.AsSpan(start..(int)reader.BytesConsumed), skipInputValidation: true);
            }
        }
    }
}
