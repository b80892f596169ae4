using System.Text.Json;

namespace LiveFeed.Streaming.SocketIo.Packets;

/// <summary>Checks a packet's payload in one pass: that it is well-formed, what it is, and its placeholders.</summary>
internal static class PayloadChecks
{
    /// <returns>The name of an event; null for the others.</returns>
    internal static string? Check(PacketType type, ReadOnlySpan<byte> json, int announced, int maxDepth)
    {
        try
        {
            return type switch
            {
                PacketType.Connect => CheckConnect(json, maxDepth),
                PacketType.Disconnect when json.IsEmpty => null,
                PacketType.Event or PacketType.Ack => CheckArray(type, json, announced, maxDepth),
                _ => throw new PacketFaultException("a client sends no such packet"),
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new PacketFaultException("the payload is no JSON"); // or an event's name has half a character
        }
    }

    private static string? CheckConnect(ReadOnlySpan<byte> json, int maxDepth)
    {
        if (!json.IsEmpty)
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = maxDepth });
            reader.Read();
            Demand(reader.TokenType == JsonTokenType.StartObject, "the payload of CONNECT is an object");
            while (reader.Read())
            {
                // throws when it is not well-formed
            }
        }

        return null;
    }

    private static string? CheckArray(PacketType type, ReadOnlySpan<byte> json, int announced, int maxDepth)
    {
        Demand(!json.IsEmpty, "the payload is missing");
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = maxDepth });
        reader.Read();
        Demand(reader.TokenType == JsonTokenType.StartArray, "the payload is an array");
        string? name = null;
        if (type == PacketType.Event)
        {
            reader.Read();
            Demand(reader.TokenType == JsonTokenType.String, "an event begins with its name");
            name = reader.GetString();
        }

        CheckRest(ref reader, announced);
        return name;
    }

    // Each attachment has exactly one place.
    private static void CheckRest(ref Utf8JsonReader reader, int announced)
    {
        Span<bool> isPlaced = stackalloc bool[Math.Min(announced, 1_000)];
        var placed = 0;
        while (reader.Read())
        {
            if (announced > 0 && reader.TokenType == JsonTokenType.StartObject &&
                Placeholder.TryRead(ref reader, out var number))
            {
                Demand(number >= 0 && number < isPlaced.Length && !isPlaced[number], "a placeholder names no attachment");
                isPlaced[number] = true;
                placed++;
            }
        }

        Demand(placed == announced, "an attachment has no place");
    }

    private static void Demand(bool isSo, string otherwise)
    {
        if (!isSo)
        {
            throw new PacketFaultException(otherwise);
        }
    }
}
