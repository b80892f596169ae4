using System.Text.Json;
using LiveFeed.Frames;
using LiveFeed.Streaming.SocketIo.Packets;

namespace LiveFeed.Streaming.SocketIo.Feed;

/// <summary>An event that a client subscribed to: its name, its data, and <c>{"topic","position","time"}</c>.</summary>
internal static class FeedEvents
{
    /// <summary>
    /// The name of events whose own name means something else to the client's library. Their own one is in <c>event</c>.
    /// </summary>
    internal const string Renamed = "livefeed.event";

    /// <param name="json">Within the array of the packet.</param>
    /// <param name="frame">The event.</param>
    /// <param name="data">Its data with placeholders: JSON, or text as it is.</param>
    internal static void Write(Utf8JsonWriter json, EventFrame frame, ReadOnlySpan<byte> data)
    {
        var e = frame.Event;
        var isRenamed = PacketParser.IsReserved(e.Name);
        json.WriteStringValue(isRenamed ? Renamed : e.Name);
        if (e.Data.IsText)
        {
            json.WriteStringValue(data);
        }
        else
        {
            json.WriteRawValue(data, skipInputValidation: true);
        }

        json.WriteStartObject();
        json.WriteString("topic"u8, e.Topic?.Value);
        if (isRenamed)
        {
            json.WriteString("event"u8, e.Name);
        }

        json.WriteString("position"u8, frame.Position?.ToString());
        json.WriteString("time"u8, e.ShownTime.UtcDateTime);
        json.WriteEndObject();
    }
}
