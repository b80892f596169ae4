using System.Text.Json;
using System.Text.Json.Serialization;
using LiveFeed.Streaming.SocketIo.Packets;

namespace LiveFeed.Streaming.SocketIo.Handlers;

/// <summary>
/// Bytes as attachments. Reading and writing are done at once on one thread, which has their attachments meanwhile.
/// </summary>
internal sealed class BinaryConverter : JsonConverter<byte[]>
{
    [ThreadStatic]
    private static IReadOnlyList<byte[]>? _attachments;

    /// <summary>Until disposed, placeholders on this thread are of these; a list gets what is written.</summary>
    internal static Scope Using(IReadOnlyList<byte[]> attachments)
    {
        var before = _attachments;
        _attachments = attachments;
        return new Scope(before);
    }

    public override byte[]? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetBytesFromBase64();
        }

        return reader.TokenType == JsonTokenType.StartObject && Placeholder.TryRead(ref reader, out var number) &&
            _attachments is { } all && number >= 0 && number < all.Count
            ? all[number]
            : throw new JsonException("not binary data");
    }

    public override void Write(Utf8JsonWriter writer, byte[] value, JsonSerializerOptions options)
    {
        var attachments = (List<byte[]>)_attachments!;
        writer.WriteStartObject();
        writer.WriteBoolean("_placeholder"u8, true);
        writer.WriteNumber("num"u8, attachments.Count);
        writer.WriteEndObject();
        attachments.Add(value);
    }

    internal readonly struct Scope(IReadOnlyList<byte[]>? before) : IDisposable
    {
        public void Dispose() => _attachments = before;
    }
}
