using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LiveFeed.Access.Authorization;
using LiveFeed.Events;
using LiveFeed.Events.Rooms;
using LiveFeed.Refusals;

namespace LiveFeed.Publishing;

/// <summary>
/// What every way in does with a room's events. A <c>message</c> of <c>rooms/{room}</c> gets its sender and its time:
/// <c>{"userId","username","content",…,"memberId","timestamp"}</c>, the members of the sender's own object in between. So do
/// <c>typing</c> and <c>signal</c> whose data is an object. To <c>rooms/{room}/members</c> only the server publishes.
/// </summary>
internal static class RoomMessages
{
    /// <summary>Max bytes of a user's id or name.</summary>
    internal const int MaxNameBytes = 256;

    private static readonly JsonWriterOptions Compact = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // a quote in a name stays two bytes; no page inlines this
        SkipValidation = true,
        MaxDepth = int.MaxValue, // the parser of bodies has its own limit
    };

    private static Refusal ServersOwn { get; } = Refusal.At(
        RefusalKind.Forbidden, "/topic", "only the server publishes who joins and leaves a room");

    /// <summary>Why nobody but the server may publish to a topic; null for every other topic.</summary>
    internal static Refusal? MayPublish(TopicName? topic) =>
        topic is { } name && !RoomTopics.RoomOfMembers(name).IsEmpty ? ServersOwn : null;

    /// <summary>What is wrong with a user's id or name; null when nothing is.</summary>
    internal static string? Fault(string name) =>
        name.Length == 0 || Encoding.UTF8.GetByteCount(name) > MaxNameBytes ? $"must have 1 to {MaxNameBytes} bytes of UTF-8"
        : name.Any(char.IsControl) ? "must have no control character"
        : null;

    /// <summary>The event with its sender and its time, or why it is refused.</summary>
    /// <param name="e">A room's event that says who sent it.</param>
    /// <param name="caller">The sender. A token's user is the message's, whatever the message says.</param>
    /// <param name="author">The connection that sends it; null for a request.</param>
    /// <param name="maxDepth">Levels of JSON that the data may have in the end.</param>
    internal static (FeedEvent Message, Refusal? Refusal) Complete(
        FeedEvent e, Caller caller, MessageAuthor? author, int maxDepth)
    {
        if (IsDeeper(e.Data, e.Data.IsObject ? maxDepth : maxDepth - 1))
        {
            return (e, Refusal.At(RefusalKind.Invalid, "/data", "has too many levels of JSON (LiveFeed:Limits:JsonDepth)"));
        }

        using var said = e.Data.IsObject ? JsonDocument.Parse(e.Data.Utf8, AnyDepth) : null;
        if ((NoText(said, "userId") ?? NoText(said, "username")) is { } noText)
        {
            return (e, noText);
        }

        var (saidId, saidName) = (Text(said, "userId"), Text(said, "username"));
        var userId = caller.User ?? author?.UserId ?? saidId ?? caller.Key;
        var username = author is { UserId: not null } member
            ? member.Username ?? (member.NamesItself ? saidName : null)
            : saidName;
        if ((Wrong("userId", userId) ?? Wrong("username", username)) is { } refusal)
        {
            return (e, refusal);
        }

        return (e with { Data = Write(e, said, userId, username, author?.MemberId) }, null);
    }

    /// <summary>Writes what a sender said, without the members that only the server says.</summary>
    /// <param name="json">Within an object.</param>
    /// <param name="said">The sender's object.</param>
    internal static void WriteSaid(Utf8JsonWriter json, JsonElement said)
    {
        foreach (var member in said.EnumerateObject())
        {
            if (!IsServers(member))
            {
                member.WriteTo(json);
            }
        }
    }

    private static EventData Write(FeedEvent e, JsonDocument? said, string? userId, string? username, string? memberId)
    {
        var bytes = new ArrayBufferWriter<byte>(e.Data.Utf8.Length + 256);
        using (var json = new Utf8JsonWriter(bytes, Compact))
        {
            json.WriteStartObject();
            json.WriteString("userId", userId);
            json.WriteString("username", username);
            WriteSaid(json, e.Data, said);
            if (memberId is not null)
            {
                json.WriteString("memberId", memberId);
            }

            json.WriteNumber("timestamp", e.Time.ToUnixTimeMilliseconds());
            json.WriteEndObject();
        }

        return EventData.Json(bytes.WrittenSpan.ToArray());
    }

    // Who reads the history must take it: see LimitsOptions.JsonDepth.
    private static bool IsDeeper(EventData data, int maxDepth)
    {
        if (data.IsText || !UnreadableJson.MayBeDeeper(data.Utf8, maxDepth))
        {
            return false;
        }

        var reader = new Utf8JsonReader(data.Utf8, new JsonReaderOptions { MaxDepth = maxDepth });
        try
        {
            reader.Read();
            reader.Skip();
            return false;
        }
        catch (JsonException)
        {
            return true;
        }
    }

    private static Refusal? NoText(JsonDocument? said, string member) =>
        said is not null && said.RootElement.TryGetProperty(member, out var value) &&
            value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null)
            ? Refusal.At(RefusalKind.Invalid, $"/data/{member}", "must be a string")
            : null;

    private static JsonDocumentOptions AnyDepth => new() { MaxDepth = int.MaxValue };

    private static void WriteSaid(Utf8JsonWriter json, EventData data, JsonDocument? said)
    {
        if (said is null)
        {
            json.WritePropertyName("content");
            if (data.IsText)
            {
                json.WriteStringValue(data.Utf8);
            }
            else
            {
                json.WriteRawValue(data.Utf8, skipInputValidation: true);
            }

            return;
        }

        WriteSaid(json, said.RootElement);
    }

    private static bool IsServers(JsonProperty member) =>
        member.NameEquals("userId"u8) || member.NameEquals("username"u8) || member.NameEquals("memberId"u8) ||
        member.NameEquals("timestamp"u8);

    private static Refusal? Wrong(string member, string? name) =>
        name is not null && Fault(name) is { } fault ? Refusal.At(RefusalKind.Invalid, $"/data/{member}", fault) : null;

    private static string? Text(JsonDocument? said, string member) =>
        said is not null && said.RootElement.TryGetProperty(member, out var value) &&
            value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : null;
}
