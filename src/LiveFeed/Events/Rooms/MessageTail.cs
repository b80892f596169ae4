namespace LiveFeed.Events.Rooms;

/// <summary>
/// What the server adds at the end of what is signed in a room: <c>,"memberId":"m-…","timestamp":…}</c>. A producer that
/// publishes the same id again means the same message, although both differ then: a moment has passed, and its connection
/// may be another.
/// </summary>
internal static class MessageTail
{
    private const int MemberIdLength = 17; // m- and 15 digits

    private static ReadOnlySpan<byte> Timestamp => ",\"timestamp\":"u8;

    private static ReadOnlySpan<byte> Member => ",\"memberId\":\""u8;

    /// <summary>Both messages say the same, but for what the server adds.</summary>
    internal static bool SaysTheSame(EventData one, EventData other) =>
        one.IsText == other.IsText && Cut(one.Utf8).SequenceEqual(Cut(other.Utf8));

    private static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> data)
    {
        var rest = data.EndsWith("}"u8) ? data[..^1].TrimEnd("0123456789"u8) : data;
        if (!rest.EndsWith(Timestamp))
        {
            return data;
        }

        rest = rest[..^Timestamp.Length];
        var member = rest.Length - Member.Length - MemberIdLength - 1;
        return member > 0 && rest[member..].StartsWith(Member) && rest[^1] == '"' ? rest[..member] : rest;
    }
}
