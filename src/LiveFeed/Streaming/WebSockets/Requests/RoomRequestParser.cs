using System.Text.Json;
using LiveFeed.Frames;
using LiveFeed.Memory;
using LiveFeed.Publishing;
using LiveFeed.Refusals;
using LiveFeed.Rooms;

namespace LiveFeed.Streaming.WebSockets.Requests;

/// <summary>
/// Reads what a message asks for in a room. Members that are unknown are the sender's own and pass through.
/// </summary>
internal static class RoomRequestParser
{
    internal static RoomRequest? Read(ref RequestFields fields)
    {
        if (!RoomName.TryParse(fields.Text("room"), out var room, out var error))
        {
            fields.Refuse(RefusalKind.Invalid, "/room", error);
            return null;
        }

        return fields.Type switch
        {
            "join" => new RoomRequest.Join(fields.Id, room, new RoomUser(fields.Text("userId"), fields.Text("username"))),
            "leave" => new RoomRequest.Leave(fields.Id, room),
            "message" => ReadMessage(ref fields, room),
            "typing" => new RoomRequest.Typing(fields.Id, room, OwnMembers(ref fields)),
            _ => ReadSignal(ref fields, room),
        };
    }

    private static RoomRequest.Message? ReadMessage(ref RequestFields fields, RoomName room)
    {
        if (!fields.Names.Contains("content"))
        {
            fields.Refuse(RefusalKind.Invalid, "/content", "is required: any JSON value");
            return null;
        }

        return new RoomRequest.Message(fields.Id, room, OwnMembers(ref fields, "echo"), fields.Flag("echo") ?? true);
    }

    private static RoomRequest.Signal? ReadSignal(ref RequestFields fields, RoomName room)
    {
        if (fields.Text("to") is not { Length: > 0 } to)
        {
            fields.Refuse(RefusalKind.Invalid, "/to", "is required: the userId or memberId of a member");
            return null;
        }

        return new RoomRequest.Signal(fields.Id, room, to, OwnMembers(ref fields, "to"));
    }

    // Without those that are the message's. Each value is as the sender wrote it, but for white space.
    private static byte[] OwnMembers(ref RequestFields fields, string? taken = null)
    {
        using var bytes = new PooledBuffer(fields.Json.Length);
        using (var writer = new Utf8JsonWriter(bytes, EventJson.WriterOptions))
        {
            writer.WriteStartObject();
            foreach (var name in fields.Names)
            {
                if (name is "type" or "id" or "room" || name == taken)
                {
                    continue;
                }

                if (!CompactJson.TryCompact(fields.Written(name), out var compact))
                {
                    var where = $"/{RequestFields.Shortened(name)}";
                    fields.Refuse(RefusalKind.Invalid, where, "must be valid Unicode, but has a lone surrogate");
                    continue;
                }

                writer.WritePropertyName(name);
                writer.WriteRawValue(compact, skipInputValidation: true);
            }

            writer.WriteEndObject();
        }

        return bytes.Written.ToArray();
    }
}
