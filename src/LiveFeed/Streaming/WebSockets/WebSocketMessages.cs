using System.Text.Json;
using LiveFeed.Frames;
using LiveFeed.Streaming.WebSockets.Framing;

namespace LiveFeed.Streaming.WebSockets;

/// <summary>What the service sends: one JSON object a message.</summary>
internal static class WebSocketMessages
{
    /// <summary><c>{"type":"event","position","topic","event","time","data","key"}</c></summary>
    internal static void WriteEvent(Utf8JsonWriter writer, EventFrame frame)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "event"u8);
        EventJson.WriteMembersAndKey(writer, frame);
        writer.WriteEndObject();
    }

    /// <summary><c>{"type":"events","events":[…]}</c></summary>
    internal static void WriteEvents(Utf8JsonWriter writer, IReadOnlyList<EventFrame> frames)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "events"u8);
        writer.WriteStartArray("events"u8);
        foreach (var frame in frames)
        {
            writer.WriteStartObject();
            EventJson.WriteMembersAndKey(writer, frame);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>The first message of a connection.</summary>
    internal static void WriteConnected(Utf8JsonWriter writer, ConnectedFrame frame)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "connected"u8);
        writer.WriteString("clientId"u8, frame.ClientId);
        writer.WriteString("memberId"u8, frame.MemberId);
        writer.WriteString("position"u8, frame.Position.ToString());
        writer.WriteBoolean("resumed"u8, frame.Resumed);
        writer.WriteNumber("heartbeat"u8, (long)frame.Heartbeat.TotalMilliseconds);
        writer.WriteEndObject();
    }

    /// <summary>The service's own frames.</summary>
    internal static void WriteNotice(Utf8JsonWriter writer, Frame frame)
    {
        writer.WriteStartObject();
        switch (frame)
        {
            case HeartbeatFrame heartbeat:
                writer.WriteString("type"u8, "position"u8);
                writer.WriteString("position"u8, heartbeat.Position.ToString());
                break;
            case SubscribedFrame subscribed:
                WriteSubscribed(writer, subscribed);
                break;
            case GapFrame gap:
                writer.WriteString("type"u8, "gap"u8);
                writer.WriteString("after"u8, gap.After.ToString());
                writer.WriteString("before"u8, gap.Before.ToString());
                writer.WriteString("reason"u8, ReasonText.Of(gap.Reason));
                break;
            case ExpiringFrame expiring:
                writer.WriteString("type"u8, "expiring"u8);
                writer.WriteString("expires"u8, expiring.Expires.UtcDateTime);
                break;
            case ClosingFrame closing:
                writer.WriteString("type"u8, "closing"u8);
                writer.WriteString("reason"u8, ReasonText.Of(closing.Reason));
                writer.WriteBoolean("reconnect"u8, closing.Reconnect);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(frame), frame, "not a frame that is sent to a WebSocket");
        }

        writer.WriteEndObject();
    }

    /// <summary>With which code a connection is closed after its last message.</summary>
    internal static WebSocketClose CloseOf(ClosingFrame closing) => new(
        closing.Reason switch
        {
            CloseReason.Shutdown => WebSocketClose.GoingAway,
            CloseReason.Lifetime => WebSocketClose.Restart,
            CloseReason.Expired => WebSocketClose.Unauthorized,
            CloseReason.Kicked => WebSocketClose.Forbidden,
            _ => WebSocketClose.TryAgainLater,
        },
        ReasonText.Of(closing.Reason));

    private static void WriteSubscribed(Utf8JsonWriter writer, SubscribedFrame subscribed)
    {
        writer.WriteString("type"u8, "subscribed"u8);
        if (subscribed.Request is { } id)
        {
            writer.WritePropertyName("id"u8);
            writer.WriteRawValue(id, skipInputValidation: true);
        }

        writer.WriteStartArray("topics"u8);
        foreach (var topic in subscribed.Topics)
        {
            writer.WriteStringValue(topic.Text);
        }

        writer.WriteEndArray();
        writer.WriteString("position"u8, subscribed.Position.ToString());
    }
}
