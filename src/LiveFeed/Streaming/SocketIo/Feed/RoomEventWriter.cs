using System.Text.Json;
using LiveFeed.Frames;
using LiveFeed.Memory;
using LiveFeed.Publishing;
using LiveFeed.Refusals;
using LiveFeed.Rooms;
using LiveFeed.Streaming.SocketIo.Packets;

namespace LiveFeed.Streaming.SocketIo.Feed;

/// <summary>Makes the data of a room's events from what a client emitted: as every transport has it.</summary>
/// <param name="own">What the sender gave, as one object.</param>
internal sealed class RoomEventWriter(byte[] own)
{
    internal static Refusal NoText { get; } = Refusal.At(
        RefusalKind.Malformed, "", "must be valid Unicode, but has a lone surrogate");

    /// <summary>The data of a message; null when it is no text. What is no object becomes its <c>content</c>.</summary>
    internal static byte[]? Message(SocketPacket packet)
    {
        var given = packet.Arguments.At(0);
        return given is not { } json || json.Span.SequenceEqual("null"u8)
            ? "{}"u8.ToArray()
            : Compact(json, packet);
    }

    /// <summary>Whether its user is typing: a boolean, or an object; true when nothing is said.</summary>
    internal static RoomEventWriter? Typing(SocketPacket packet)
    {
        var given = packet.Arguments.At(0);
        var value = given is { } json && !json.Span.SequenceEqual("null"u8) ? Compact(json, packet) : "true"u8.ToArray();
        return value is null ? null
            : value[0] == '{' ? new RoomEventWriter(value)
            : new RoomEventWriter([.. "{\"isTyping\":"u8, .. value, (byte)'}']);
    }

    /// <summary>All values of an event that is passed on.</summary>
    internal static RoomEventWriter? Relayed(SocketPacket packet)
    {
        ReadOnlyMemory<byte> all = (byte[])[(byte)'[', .. packet.Arguments.Inner.Span, (byte)']'];
        return Compact(all, packet) is { } values
            ? new RoomEventWriter([.. "{\"args\":"u8, .. values, (byte)'}'])
            : null;
    }

    /// <summary>A signal without what says where it goes, to whom it goes, and the room that it names.</summary>
    internal static (RoomEventWriter? Signal, string? To, string? Room) Signal(SocketPacket packet)
    {
        if (packet.Arguments.At(0) is not { } given || given.Span is not [(byte)'{', ..] ||
            Compact(given, packet) is not { } json)
        {
            return default;
        }

        using var parsed = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = int.MaxValue });
        var (to, room) = (Text(parsed, "to"), Text(parsed, "room"));
        return (new RoomEventWriter(Json(writer =>
        {
            writer.WriteStartObject();
            foreach (var member in parsed.RootElement.EnumerateObject())
            {
                if (!(member.NameEquals("to"u8) || member.NameEquals("room"u8)))
                {
                    member.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        })), to, room);
    }

    /// <summary>The same with who sent it, and when.</summary>
    internal byte[] Signed(RoomMember member, string memberId, DateTimeOffset now) => Json(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("userId"u8, member.UserId);
        writer.WriteString("username"u8, member.Username);
        writer.WriteString("memberId"u8, memberId);
        writer.WriteNumber("timestamp"u8, now.ToUnixTimeMilliseconds());
        using var given = JsonDocument.Parse(own, new JsonDocumentOptions { MaxDepth = int.MaxValue });
        RoomMessages.WriteSaid(writer, given.RootElement);
        writer.WriteEndObject();
    });

    private static byte[]? Compact(ReadOnlyMemory<byte> json, SocketPacket packet)
    {
        if (!CompactJson.TryCompact(json.Span, out var compact) || packet.Attachments.Count == 0)
        {
            return compact.Length == 0 ? null : compact;
        }

        using var bytes = new PooledBuffer(compact.Length + (2 * packet.Attachments.Sum(one => one.Length)));
        BinaryJson.PutIn(compact, packet.Attachments, bytes);
        return bytes.Written.ToArray();
    }

    private static string? Text(JsonDocument json, string member) =>
        json.RootElement.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static byte[] Json(Action<Utf8JsonWriter> write) => EventJson.Bytes(512, write);
}
