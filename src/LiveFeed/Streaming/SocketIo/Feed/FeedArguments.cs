using System.Text;
using System.Text.Json;
using LiveFeed.Streaming.SocketIo.Packets;

namespace LiveFeed.Streaming.SocketIo.Feed;

/// <summary>Reads the arguments of what a client asks for.</summary>
internal static class FeedArguments
{
    /// <summary>A pattern, an array of them, or an object with them: as the message of a WebSocket.</summary>
    internal static byte[] TopicsOf(SocketPacket packet)
    {
        var given = packet.Arguments.At(0) ?? ReadOnlyMemory<byte>.Empty;
        var type = Encoding.ASCII.GetBytes($"{{\"type\":\"{packet.Name}\"");
        return given.Span is [] ? []
            : given.Span[0] == '[' ? [.. type, .. ",\"topics\":"u8, .. given.Span, (byte)'}']
            : given.Span[0] != '{' ? [.. type, .. ",\"topics\":["u8, .. given.Span, .. "]}"u8]
            : given.Span[1..^1].ContainsAnyExcept(" \t\r\n"u8) ? [.. type, (byte)',', .. given.Span[1..]]
            : [.. type, (byte)'}'];
    }

    /// <summary>The text of a JSON string; null of anything else.</summary>
    internal static string? TextOf(ReadOnlyMemory<byte>? json)
    {
        if (json is not { } given || given.Span is not [(byte)'"', ..])
        {
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(given.Span);
            reader.Read();
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // half a character
        }
    }
}
