using LiveFeed.Events;
using LiveFeed.Events.Rooms;
using LiveFeed.Frames;

namespace LiveFeed.Rooms;

/// <summary>Makes the events of <c>rooms/{room}/members</c>.</summary>
internal static class MembershipEvents
{
    /// <summary>
    /// A join or a leave. Its data: <c>{"userId","username","memberId","timestamp"}</c>.
    /// </summary>
    /// <param name="presence">Who joins or leaves.</param>
    /// <param name="memberId">Its connection; null when that is not known any more.</param>
    /// <param name="isJoin">False for a leave.</param>
    /// <param name="isForAll">False: only this connection is sent it.</param>
    /// <param name="now">The time.</param>
    internal static FeedEvent Make(
        Presence presence, string? memberId, bool isJoin, bool isForAll, DateTimeOffset now) => new()
        {
            Topic = presence.Room.Name.MembersTopic,
            Name = isJoin ? RoomTopics.Join : RoomTopics.Leave,
            Data = EventData.Json(Write(presence, memberId, now)),
            To = isForAll ? null : memberId is null ? EventTarget.Nobody : new EventTarget { Client = memberId },
            Except = isJoin || memberId is null ? [] : [memberId], // who leaves is not told
            Time = now,
        };

    private static byte[] Write(Presence presence, string? memberId, DateTimeOffset now) => EventJson.Bytes(256, json =>
    {
        json.WriteStartObject();
        json.WriteString("userId"u8, presence.UserId);
        json.WriteString("username"u8, presence.Username);
        if (memberId is not null)
        {
            json.WriteString("memberId"u8, memberId);
        }

        json.WriteNumber("timestamp"u8, now.ToUnixTimeMilliseconds());
        json.WriteEndObject();
    });
}
