using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using LiveFeed.Events;
using LiveFeed.Memory;

namespace LiveFeed.Frames;

/// <summary>Writes events as JSON, for envelopes and for answers to queries.</summary>
internal static class EventJson
{
    /// <summary>
    /// Escapes only what JSON requires: these bytes never stand in HTML, and letters of every language stay readable.
    /// </summary>
    internal static JsonWriterOptions WriterOptions { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>JSON as bytes.</summary>
    /// <param name="expected">About how many; a buffer of the pool grows when there are more.</param>
    /// <param name="write">Writes it.</param>
    internal static byte[] Bytes(int expected, Action<Utf8JsonWriter> write)
    {
        using var bytes = new PooledBuffer(expected);
        using (var writer = new Utf8JsonWriter(bytes, WriterOptions))
        {
            write(writer);
        }

        return bytes.Written.ToArray();
    }

    /// <summary>
    /// The envelope: <c>{"position","topic","event","time","data"}</c> on one line. The position is null for
    /// an ephemeral event, the topic for an event without one.
    /// </summary>
    internal static void WriteEnvelope(EventFrame frame, IBufferWriter<byte> to)
    {
        using var writer = new Utf8JsonWriter(to, WriterOptions);
        writer.WriteStartObject();
        WriteMembers(writer, frame);
        writer.WriteEndObject();
    }

    /// <summary>The members of the envelope, and <c>key</c> where the event has one.</summary>
    internal static void WriteMembersAndKey(Utf8JsonWriter writer, EventFrame frame)
    {
        WriteMembers(writer, frame);
        if (frame.Event.Key is { } key)
        {
            writer.WriteString("key"u8, key);
        }
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

    private static void WriteMembers(Utf8JsonWriter writer, EventFrame frame)
    {
        writer.WriteString("position"u8, frame.Position?.ToString());
        WriteTopicNameTime(writer, frame.Event);
        WriteData(writer, frame.Event.Data);
    }
}
