using System.Text.Json;
using LiveFeed.Events;
using LiveFeed.Frames;

namespace LiveFeed.Streaming.SocketIo.Feed;

/// <summary>
/// What the service says of itself: events whose names begin with <c>livefeed.</c>, as other transports have them.
/// </summary>
internal static class FeedNotices
{
    /// <summary>Why the service did not do what an event asked for that takes no acknowledgement.</summary>
    internal const string Error = $"{FeedEvent.ReservedNamePrefix}error";

    private const string Prefix = FeedEvent.ReservedNamePrefix;

    /// <summary>Writes the name and the data.</summary>
    internal static void Write(Utf8JsonWriter json, Frame frame)
    {
        json.WriteStringValue($"{Prefix}{NameOf(frame)}");
        switch (frame)
        {
            case SubscribedFrame subscribed:
                WriteSubscribed(json, subscribed);
                return;
            case HeartbeatFrame:
                return; // the offset behind it says it all
        }

        json.WriteStartObject();
        switch (frame)
        {
            case GapFrame gap:
                json.WriteString("after"u8, gap.After.ToString());
                json.WriteString("before"u8, gap.Before.ToString());
                json.WriteString("reason"u8, ReasonText.Of(gap.Reason));
                break;
            case ExpiringFrame expiring:
                json.WriteString("expires"u8, expiring.Expires.UtcDateTime);
                break;
            case ClosingFrame closing:
                json.WriteString("reason"u8, ReasonText.Of(closing.Reason));
                json.WriteBoolean("reconnect"u8, closing.Reconnect);
                break;
        }

        json.WriteEndObject();
    }

    /// <summary>Writes <c>{"topics","position"}</c>.</summary>
    internal static void WriteSubscribed(Utf8JsonWriter json, SubscribedFrame subscribed)
    {
        json.WriteStartObject();
        json.WriteStartArray("topics"u8);
        foreach (var topic in subscribed.Topics)
        {
            json.WriteStringValue(topic.Text);
        }

        json.WriteEndArray();
        json.WriteString("position"u8, subscribed.Position.ToString());
        json.WriteEndObject();
    }

    private static string NameOf(Frame frame) => frame switch
    {
        SubscribedFrame => "subscribed",
        HeartbeatFrame => "position",
        GapFrame => "gap",
        ExpiringFrame => "expiring",
        ClosingFrame => "closing",
        _ => throw new ArgumentOutOfRangeException(nameof(frame), frame, "not a frame that is sent to a Socket.IO client"),
    };
}
