using System.Text.Json;

namespace LiveFeed.Publishing;

/// <summary>The members of an event, and how they are told apart.</summary>
internal static partial class EventParser
{
    private static readonly string[] Pointers =
        ["/topic", "/event", "/data", "/key", "/id", "/time", "/to", "/except", "/ephemeral"];

    /// <summary>Whether the member's name at the reader is this one.</summary>
    internal static bool NameIs(ref Utf8JsonReader reader, ReadOnlySpan<char> name) =>
        !IsTooLong(ref reader) && !(reader.ValueIsEscaped && Text(ref reader) is null) && reader.ValueTextEquals(name);

    private static Member MemberOf(ref Utf8JsonReader reader)
    {
        for (var member = Member.Topic; member < Member.Unknown; member++)
        {
            if (NameIs(ref reader, PointerOf(member).AsSpan(1)))
            {
                return member;
            }
        }

        return Member.Unknown;
    }

    private static string PointerOf(Member member) => Pointers[(int)member];

    // In the order of Pointers.
    private enum Member
    {
        Topic,
        Event,
        Data,
        Key,
        Id,
        Time,
        To,
        Except,
        Ephemeral,
        Unknown,
    }
}
