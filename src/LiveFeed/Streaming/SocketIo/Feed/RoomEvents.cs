using System.Collections.Frozen;
using System.Text.Json;
using LiveFeed.Events;
using LiveFeed.Events.Rooms;

namespace LiveFeed.Streaming.SocketIo.Feed;

/// <summary>
/// The events of a room as its members get them over Socket.IO. Here <c>userId</c> is the connection that sent it, its
/// <c>memberId</c>; <c>user</c> is who that is, where the other transports have <c>userId</c>.
/// </summary>
internal static class RoomEvents
{
    internal const string Joined = "user-joined";
    internal const string Left = "user-left";
    internal const string Typing = "user-typing";
    internal const string IsTyping = "isTyping";

    /// <summary>Members of a room get something by events of this name.</summary>
    internal static bool IsOwn(string name) => name is Joined or Left or Typing;

    /// <summary>Writes the name and the data; false when it is another event, of which nothing is written.</summary>
    /// <param name="json">Within the array of the packet.</param>
    /// <param name="e">The event.</param>
    /// <param name="data">Its data with placeholders.</param>
    /// <param name="relay">Names of relayed events.</param>
    internal static bool TryWrite(Utf8JsonWriter json, FeedEvent e, ReadOnlySpan<byte> data, FrozenSet<string> relay)
    {
        if (e.Topic is not { } topic || e.Data.IsText || !data.StartsWith("{"u8))
        {
            return false;
        }

        var ofRoom = !RoomTopics.RoomOf(topic).IsEmpty;
        if (!ofRoom)
        {
            return e.Name is RoomTopics.Join or RoomTopics.Leave && !RoomTopics.RoomOfMembers(topic).IsEmpty &&
                Write(json, e.Name == RoomTopics.Join ? Joined : Left, RoomEventData.Read(data), data, hasMore: false);
        }

        var read = RoomEventData.Read(data);
        return e.Name switch
        {
            FeedEvent.DefaultName or RoomTopics.Signal => Write(json, e.Name, read, data, hasMore: true),
            RoomTopics.Typing => WriteTyping(json, read, data),
            _ when relay.Contains(e.Name) && read.Arguments is { } arguments => WriteRelayed(json, e.Name, data[arguments]),
            _ => false,
        };
    }

    private static bool Write(
        Utf8JsonWriter json, string name, RoomEventData read, ReadOnlySpan<byte> data, bool hasMore)
    {
        json.WriteStringValue(name);
        json.WriteStartObject();
        if (hasMore)
        {
            read.WriteOwn(json, data);
        }

        read.WriteSender(json, data, mayBeConnection: !hasMore);
        if (read.Timestamp is { } time)
        {
            json.WritePropertyName("timestamp"u8);
            json.WriteRawValue(data[time], skipInputValidation: true);
        }

        json.WriteEndObject();
        return true;
    }

    private static bool WriteTyping(Utf8JsonWriter json, RoomEventData read, ReadOnlySpan<byte> data)
    {
        json.WriteStringValue(Typing);
        json.WriteStartObject();
        read.WriteSender(json, data);
        json.WritePropertyName(IsTyping);
        json.WriteRawValue(read.IsTyping is { } isTyping ? data[isTyping] : "true"u8, skipInputValidation: true);
        json.WriteEndObject();
        return true;
    }

    private static bool WriteRelayed(Utf8JsonWriter json, string name, ReadOnlySpan<byte> arguments)
    {
        json.WriteStringValue(name);
        var reader = new Utf8JsonReader(arguments, new JsonReaderOptions { MaxDepth = int.MaxValue });
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            json.WriteRawValue(arguments[start..(int)reader.BytesConsumed], skipInputValidation: true);
        }

        return true;
    }
}
