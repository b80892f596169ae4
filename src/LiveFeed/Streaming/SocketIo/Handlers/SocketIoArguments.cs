using System.Text.Json;
using LiveFeed.Streaming.SocketIo.Packets;

namespace LiveFeed.Streaming.SocketIo.Handlers;

/// <summary>
/// The values that come with an event or an acknowledgement. They may be emitted again as they are, binary data included.
/// Valid as long as you hold it.
/// </summary>
public sealed class SocketIoArguments
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web)
    {
        Converters = { new BinaryConverter() },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 1_000,
    };

    internal SocketIoArguments(PacketArguments packet) => Packet = packet;

    /// <summary>How many there are.</summary>
    public int Count => Packet.Count;

    internal PacketArguments Packet { get; }

    /// <summary>
    /// One value, from 0, by <c>System.Text.Json</c> with the rules of the web (names in camel case). Binary data is a
    /// <c>byte[]</c>, wherever it stands. The default where there is no such value.
    /// </summary>
    /// <exception cref="JsonException">It is of another type.</exception>
    public T? Get<T>(int index)
    {
        using var attachments = BinaryConverter.Using(Packet.Attachments);
        return Packet.At(index) is { } json ? JsonSerializer.Deserialize<T>(json.Span, Web) : default;
    }

    /// <summary>One value as JSON; binary data is a placeholder. Null where there is no such value.</summary>
    public string? GetJson(int index) =>
        Packet.At(index) is { } json ? System.Text.Encoding.UTF8.GetString(json.Span) : null;

    /// <summary>Makes values to send. A <c>byte[]</c> becomes an attachment, wherever it stands.</summary>
    internal static SocketIoArguments Of(IReadOnlyList<object?> values)
    {
        if (values is [SocketIoArguments same])
        {
            return same;
        }

        var attachments = new List<byte[]>();
        using var writing = BinaryConverter.Using(attachments);
        var json = JsonSerializer.SerializeToUtf8Bytes(values, Web);
        return new SocketIoArguments(new PacketArguments(json, hasName: false, attachments));
    }
}
