using System.Globalization;
using System.Text;
using System.Text.Json;
using LiveFeed.Events.Rooms;
using LiveFeed.Log.Memberships;

namespace LiveFeed.Log.Redis.Members;

/// <summary>
/// A member as a field of its room's hash: its user id to <c>{"name","since","join","member","at":{node:[memberId]}}</c>.
/// Numbers are texts, for Lua's have 53 bits. The name and the time are the joining node's, the rest is the scripts'.
/// </summary>
internal static class StoredMember
{
    /// <summary>The change that a join or leave makes, as <c>append.lua</c> takes it; empty for a leave.</summary>
    internal static string Write(MembershipChange change)
    {
        if (!change.IsJoin)
        {
            return "";
        }

        using var bytes = new System.IO.MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            if (change.Of.Username is { } name)
            {
                json.WriteString("name", name);
            }

            json.WriteString("since", change.Of.Since.UtcTicks.ToString(CultureInfo.InvariantCulture));
            if (change.Of.MemberId is { } memberId)
            {
                json.WriteString("member", memberId);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <param name="userId">The field.</param>
    /// <param name="value">Its value.</param>
    /// <param name="sequenceOf">The sequence of a number of the store.</param>
    /// <exception cref="LogCorruptException">It is none.</exception>
    internal static SharedMember Read(string userId, string value, Func<long, long> sequenceOf)
    {
        try
        {
            using var json = JsonDocument.Parse(value);
            var member = json.RootElement;
            return new SharedMember(
                userId,
                member.TryGetProperty("name", out var name) ? name.GetString() : null,
                new DateTimeOffset(Number(member.GetProperty("since")), TimeSpan.Zero),
                sequenceOf(Number(member.GetProperty("join"))),
                member.TryGetProperty("member", out var last) ? last.GetString() : null,
                [.. member.GetProperty("at").EnumerateObject().Select(seat => seat.Value)
                    .Where(ids => ids.ValueKind == JsonValueKind.Array) // Lua writes an empty list as an object
                    .SelectMany(ids => ids.EnumerateArray().Select(id => id.GetString()!))
                    .Distinct()]); // a recovered client's node before may not know yet that it is gone
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new LogCorruptException("a member of a room is not readable", e);
        }
    }

    private static long Number(JsonElement text) => long.Parse(text.GetString()!, CultureInfo.InvariantCulture);
}
