using System.Text.Json;
using LiveFeed.Client.Http;

namespace LiveFeed.Client.Frames;

/// <summary>Gives the data of a server-sent event its meaning.</summary>
internal static class FrameReader
{
    internal const string Connected = "livefeed.connected";
    internal const string Gap = LiveEvent.GapEvent;
    internal const string Subscribed = "livefeed.subscribed";
    internal const string Expiring = "livefeed.expiring";
    internal const string Closing = "livefeed.closing";

    private const string OwnNames = "livefeed.";

    /// <param name="name">The frame's name.</param>
    /// <param name="data">Its data; valid only during the call.</param>
    internal static FeedFrame Read(string name, ReadOnlySpan<byte> data)
    {
        try
        {
            return name.StartsWith(OwnNames, StringComparison.Ordinal)
                ? new FeedFrame(null, JsonSerializer.Deserialize(data, ClientJson.Default.NoticeBody))
                : new FeedFrame(ReadEnvelope(name, data), null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return default; // the reader of the stream says so, and goes on
        }
    }

    // {"position","topic","event","time","data"}: later members that are not known are passed over.
    private static LiveEvent? ReadEnvelope(string name, ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        string? position = null, topic = null;
        DateTimeOffset time = default;
        byte[]? data = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("position"u8))
            {
                reader.Read();
                position = reader.GetString();
            }
            else if (reader.ValueTextEquals("topic"u8))
            {
                reader.Read();
                topic = reader.GetString();
            }
            else if (reader.ValueTextEquals("time"u8))
            {
                reader.Read();
                time = reader.GetDateTimeOffset();
            }
            else
            {
                data = ReadValue(ref reader, json) ?? data;
            }
        }

        return data is null ? null : new LiveEvent(name, data) { Position = position, Topic = topic, Time = time };
    }

    // The value's bytes as they are, if the member is the data.
    private static byte[]? ReadValue(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var isData = reader.ValueTextEquals("data"u8);
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return isData ? json[start..(int)reader.BytesConsumed].ToArray() : null;
    }
}
