using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LiveFeed.Client.Publishing;

/// <summary>Writes an event as <c>POST /events</c> takes it.</summary>
internal static class EventWriter
{
    // Letters of every language stay as they are: these bytes never stand in HTML.
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>The event with an id: its own, or a new one.</summary>
    internal static PendingEvent Write(NewEvent e)
    {
        var id = e.Id ?? Guid.CreateVersion7().ToString("N");
        var bytes = new ArrayBufferWriter<byte>(e.Data.Length + 256);
        using (var writer = new Utf8JsonWriter(bytes, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("id"u8, id);
            WriteText(writer, "topic"u8, e.Topic);
            WriteText(writer, "event"u8, e.Event);
            WriteText(writer, "key"u8, e.Key);
            if (e.Time is { } time)
            {
                writer.WriteString("time"u8, time);
            }

            WriteTargets(writer, e);
            if (e.Ephemeral)
            {
                writer.WriteBoolean("ephemeral"u8, true);
            }

            writer.WritePropertyName("data"u8);
            writer.WriteRawValue(e.Data.Span, skipInputValidation: true);
            writer.WriteEndObject();
        }

        return new PendingEvent(id, bytes.WrittenMemory, e.Ephemeral);
    }

    private static void WriteTargets(Utf8JsonWriter writer, NewEvent e)
    {
        if ((e.ToClient ?? e.ToUser) is not null)
        {
            writer.WriteStartObject("to"u8);
            WriteText(writer, "client"u8, e.ToClient);
            WriteText(writer, "user"u8, e.ToUser);
            writer.WriteEndObject();
        }

        if (e.Except.Count > 0)
        {
            writer.WriteStartArray("except"u8);
            foreach (var client in e.Except)
            {
                writer.WriteStringValue(client);
            }

            writer.WriteEndArray();
        }
    }

    private static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }
}
