using System.Text.Json;

namespace LiveFeed.Streaming.SocketIo.Feed;

/// <summary>Where the members of a room event's data are that the service knows.</summary>
internal readonly record struct RoomEventData
{
    private Range? UserId { get; init; }

    private Range? Username { get; init; }

    private Range? MemberId { get; init; }

    internal Range? Timestamp { get; private init; }

    internal Range? IsTyping { get; private init; }

    /// <summary>Null when it is no array.</summary>
    internal Range? Arguments { get; private init; }

    /// <param name="data">A well-formed object.</param>
    internal static RoomEventData Read(ReadOnlySpan<byte> data)
    {
        var found = default(RoomEventData);
        var reader = Begin(data);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = NameOf(ref reader);
            reader.Read();
            var (type, start) = (reader.TokenType, (int)reader.TokenStartIndex);
            reader.Skip();
            var value = start..(int)reader.BytesConsumed;
            found = (name, type) switch
            {
                (Known.UserId, JsonTokenType.String) => found with { UserId = value },
                (Known.Username, JsonTokenType.String) => found with { Username = value },
                (Known.MemberId, JsonTokenType.String) => found with { MemberId = value },
                (Known.Timestamp, _) => found with { Timestamp = value },
                (Known.IsTyping, _) => found with { IsTyping = value },
                (Known.Arguments, JsonTokenType.StartArray) => found with { Arguments = value },
                _ => found,
            };
        }

        return found;
    }

    /// <summary>Writes who sent it. Without a token its user is its connection, and has no name of its own.</summary>
    /// <param name="json">Within the object.</param>
    /// <param name="data">What this was read from.</param>
    /// <param name="mayBeConnection">When only the user is known, it may have been its connection.</param>
    internal void WriteSender(Utf8JsonWriter json, ReadOnlySpan<byte> data, bool mayBeConnection = false)
    {
        if ((MemberId ?? UserId) is { } id)
        {
            Write(json, "userId"u8, data[id]);
        }

        if (SaysUser(data) && !(mayBeConnection && MemberId is null))
        {
            Write(json, "user"u8, data[UserId!.Value]);
        }

        if (Username is { } username)
        {
            Write(json, "username"u8, data[username]);
        }
    }

    /// <summary>Writes the sender's own members, each as it was.</summary>
    internal void WriteOwn(Utf8JsonWriter json, ReadOnlySpan<byte> data)
    {
        var saysUser = SaysUser(data);
        var reader = Begin(data);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isServers = NameOf(ref reader) is Known.UserId or Known.Username or Known.MemberId or Known.Timestamp ||
                (saysUser && reader.ValueTextEquals("user"u8));
            var name = isServers ? null : reader.GetString();
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (name is not null)
            {
                json.WritePropertyName(name);
                json.WriteRawValue(data[start..(int)reader.BytesConsumed], skipInputValidation: true);
            }
        }
    }

    private bool SaysUser(ReadOnlySpan<byte> data) =>
        UserId is { } user && (MemberId is not { } member || !data[member].SequenceEqual(data[user]));

    private static Utf8JsonReader Begin(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data, new JsonReaderOptions { MaxDepth = int.MaxValue });
        reader.Read();
        return reader;
    }

    private static Known NameOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("userId"u8) ? Known.UserId
        : reader.ValueTextEquals("username"u8) ? Known.Username
        : reader.ValueTextEquals("memberId"u8) ? Known.MemberId
        : reader.ValueTextEquals("timestamp"u8) ? Known.Timestamp
        : reader.ValueTextEquals("isTyping"u8) ? Known.IsTyping
        : reader.ValueTextEquals("args"u8) ? Known.Arguments
        : Known.None;

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value, skipInputValidation: true);
    }

    private enum Known
    {
        None,
        UserId,
        Username,
        MemberId,
        Timestamp,
        IsTyping,
        Arguments,
    }
}
