using System.Collections.Immutable;

namespace LiveFeed.Events.Rooms;

/// <summary>
/// The topics of rooms: <c>rooms/{room}</c> has a room's messages, <c>rooms/{room}/members</c> who joins and leaves. A
/// room's name is one segment.
/// </summary>
internal static class RoomTopics
{
    internal const string Prefix = "rooms/";
    internal const string MembersSuffix = "/members";

    internal const string Join = "join";
    internal const string Leave = "leave";
    internal const string Typing = "typing";
    internal const string Signal = "signal";

    /// <summary>The room whose messages a topic has; empty when it is no such topic.</summary>
    internal static ReadOnlySpan<char> RoomOf(TopicName topic)
    {
        var text = topic.Value.AsSpan();
        var room = text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..] : [];
        return room.Contains('/') ? [] : room;
    }

    /// <summary>The room of an event that says who sent it; empty when it is another event.</summary>
    internal static ReadOnlySpan<char> RoomOfSigned(FeedEvent e) =>
        e.Topic is { } topic && (e.Name == FeedEvent.DefaultName || (e.Name is Typing or Signal && e.Data.IsObject))
            ? RoomOf(topic)
            : [];

    /// <summary>The room whose joins and leaves a topic has; empty when it is no such topic.</summary>
    internal static ReadOnlySpan<char> RoomOfMembers(TopicName topic) => RoomOfMembers(topic.Value);

    /// <summary>
    /// The room's topic or pattern for one of its members: <c>rooms/a</c> for <c>rooms/a/members</c>, <c>rooms/*</c> for
    /// <c>rooms/*/members</c>. Null for all others.
    /// </summary>
    internal static string? WithoutMembers(string topic) =>
        RoomOfMembers(topic).IsEmpty ? null : topic[..^MembersSuffix.Length];

    /// <summary>
    /// One of the patterns alone covers the asked one; several are not combined. Who may follow a room may see who is in it.
    /// </summary>
    internal static bool MayFollow(ImmutableArray<TopicPattern> patterns, TopicPattern asked)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.Covers(asked))
            {
                return true;
            }
        }

        return WithoutMembers(asked.Text) is { } room && MayFollow(patterns, TopicPattern.Parse(room));
    }

    private static ReadOnlySpan<char> RoomOfMembers(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || !text.EndsWith(MembersSuffix, StringComparison.Ordinal) ||
            text.Length <= Prefix.Length + MembersSuffix.Length)
        {
            return [];
        }

        var room = text[Prefix.Length..^MembersSuffix.Length];
        return room.Contains('/') ? [] : room;
    }
}
