using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LiveFeed.Events;

/// <summary>Writes events as JSON, for envelopes and for looking.</summary>
internal static class EventJson
{
    /// <summary>
    /// Only what JSON demands is escaped: these bytes never stand in a page's HTML, and letters of every language read as
    /// they are.
    /// </summary>
    internal static JsonWriterOptions WriterOptions { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>The envelope: <c>{"topic","event","time","data"}</c> on one line; topic is null for what has none.</summary>
    internal static void WriteEnvelope(FeedEvent e, IBufferWriter<byte> to)
    {
        using var writer = new Utf8JsonWriter(to, WriterOptions);
        writer.WriteStartObject();
        WriteTopicNameTime(writer, e);
        WriteData(writer, e.Data);
        writer.WriteEndObject();
    }

    internal static void WriteTopicNameTime(Utf8JsonWriter writer, FeedEvent e)
    {
        writer.WriteString("topic"u8, e.Topic?.Value);
        writer.WriteString("event"u8, e.Name);
        writer.WriteString("time"u8, e.ShownTime.UtcDateTime);
    }

    /// <summary>The member <c>data</c>: JSON as it is, text as a JSON string.</summary>
    internal static void WriteData(Utf8JsonWriter writer, EventData data)
    {
        writer.WritePropertyName("data"u8);
        if (data.IsText)
        {
            writer.WriteStringValue(data.Utf8);
        }
        else
        {
            writer.WriteRawValue(data.Utf8, skipInputValidation: true);
        }
    }
}
