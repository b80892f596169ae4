using System.Text.Json;
using LiveFeed.Events.Rooms;

namespace LiveFeed.Log.Redis;

/// <summary>Who is in a room, as a field of a hash: <c>room\nuser</c> to <c>[name or null, ticks]</c>.</summary>
internal static class StoredMember
{
    private const char Between = '\n'; // no room and no user id has a line end

    internal static string FieldOf(Membership member) => $"{member.Room}{Between}{member.UserId}";

    internal static string Write(Membership member) =>
        $"[{(member.Username is null ? "null" : $"\"{JsonEncodedText.Encode(member.Username)}\"")},{member.Since.UtcTicks}]";

    /// <exception cref="LogCorruptException">It is none.</exception>
    internal static Membership Read(string field, string value)
    {
        try
        {
            using var pair = JsonDocument.Parse(value);
            var parts = field.Split(Between, 2);
            return new Membership(
                parts[0], parts[1], pair.RootElement[0].GetString(),
                new DateTimeOffset(pair.RootElement[1].GetInt64(), TimeSpan.Zero));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or IndexOutOfRangeException)
        {
            throw new LogCorruptException("a member of a room is not readable", e);
        }
    }
}
