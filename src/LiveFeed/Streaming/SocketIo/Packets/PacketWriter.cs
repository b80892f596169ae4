using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using LiveFeed.Frames;

namespace LiveFeed.Streaming.SocketIo.Packets;

/// <summary>Writes packets as text.</summary>
internal static class PacketWriter
{
    /// <summary>What a packet of a namespace has before its payload: nothing for <c>/</c>.</summary>
    internal static byte[] PrefixOf(string name) => name == "/" ? [] : Encoding.UTF8.GetBytes(name + ",");

    /// <summary>Writes all but the payload.</summary>
    /// <param name="type">An event or an acknowledgement becomes binary when it has attachments.</param>
    /// <param name="attachments">How many follow.</param>
    /// <param name="prefix">Of the namespace.</param>
    /// <param name="id">What is acknowledged, or is to be.</param>
    /// <param name="to">Gets the text.</param>
    internal static void WriteHead(
        PacketType type, int attachments, ReadOnlySpan<byte> prefix, long? id, IBufferWriter<byte> to)
    {
        var digit = attachments == 0 ? type : type == PacketType.Event ? PacketType.BinaryEvent : PacketType.BinaryAck;
        to.Write([(byte)('0' + (int)digit)]);
        if (attachments > 0)
        {
            WriteNumber(attachments, to);
            to.Write("-"u8);
        }

        to.Write(prefix);
        if (id is { } number)
        {
            WriteNumber(number, to);
        }
    }

    /// <summary>The payload that accepts a client.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="secret">What recovers its state; null without recovery.</param>
    /// <param name="to">Gets the payload.</param>
    internal static void WriteConnectPayload(string id, string? secret, IBufferWriter<byte> to)
    {
        using var json = new Utf8JsonWriter(to, EventJson.WriterOptions);
        json.WriteStartObject();
        json.WriteString("sid"u8, id);
        if (secret is not null)
        {
            json.WriteString("pid"u8, secret);
        }

        json.WriteEndObject();
    }

    /// <summary>Refuses a client.</summary>
    /// <param name="prefix">Of the namespace.</param>
    /// <param name="message">For the program.</param>
    /// <param name="data">Writes the member <c>data</c>; null without it.</param>
    /// <param name="to">Gets the text.</param>
    internal static void WriteConnectError(
        ReadOnlySpan<byte> prefix, string message, Action<Utf8JsonWriter>? data, IBufferWriter<byte> to)
    {
        WriteHead(PacketType.ConnectError, 0, prefix, null, to);
        using var json = new Utf8JsonWriter(to, EventJson.WriterOptions);
        json.WriteStartObject();
        json.WriteString("message"u8, message);
        if (data is not null)
        {
            json.WritePropertyName("data"u8);
            data(json);
        }

        json.WriteEndObject();
    }

    private static void WriteNumber(long number, IBufferWriter<byte> to)
    {
        const int MaxDigits = 20;
        Utf8Formatter.TryFormat(number, to.GetSpan(MaxDigits), out var written);
        to.Advance(written);
    }
}
