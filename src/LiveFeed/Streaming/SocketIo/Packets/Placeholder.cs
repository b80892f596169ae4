using System.Text.Json;

namespace LiveFeed.Streaming.SocketIo.Packets;

/// <summary>
/// What stands for binary data within JSON: <c>{"_placeholder":true,"num":0}</c> in a packet, where the bytes follow as
/// attachments; <c>{"_binary":"base64"}</c> in an event, whichever transport it came by.
/// </summary>
internal static class Placeholder
{
    internal static ReadOnlySpan<byte> BinaryName => "_binary"u8;

    /// <summary>The reader is at a member's name that makes its object a placeholder, however it is escaped.</summary>
    internal static bool IsName(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("_placeholder"u8);

    /// <summary>Reads a packet's placeholder. If there is one, the reader is at its end, else where it was.</summary>
    /// <param name="reader">At the start of an object.</param>
    /// <param name="number">The attachment that it names; negative when that is no number.</param>
    internal static bool TryRead(ref Utf8JsonReader reader, out int number)
    {
        var ahead = reader;
        var isOne = false;
        (number, var members) = (-1, 0);
        while (ahead.Read() && ahead.TokenType == JsonTokenType.PropertyName)
        {
            members++;
            if (IsName(ref ahead))
            {
                ahead.Read();
                isOne = ahead.TokenType == JsonTokenType.True;
            }
            else if (ahead.ValueTextEquals("num"u8))
            {
                ahead.Read();
                number = ahead.TokenType == JsonTokenType.Number && ahead.TryGetInt32(out var num) ? num : -1;
                ahead.Skip();
            }
            else
            {
                return false;
            }

            if (ahead.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                return false;
            }
        }

        if (!isOne || members != 2)
        {
            return false;
        }

        reader = ahead;
        return true;
    }

    /// <summary>Reads an event's binary value. If there is one, the reader is at its end, else where it was.</summary>
    /// <param name="reader">At the start of an object.</param>
    /// <param name="bytes">The bytes.</param>
    internal static bool TryReadBinary(ref Utf8JsonReader reader, out byte[] bytes)
    {
        bytes = [];
        var ahead = reader;
        if (!ahead.Read() || ahead.TokenType != JsonTokenType.PropertyName || !ahead.ValueTextEquals(BinaryName) ||
            !ahead.Read() || ahead.TokenType != JsonTokenType.String || !ahead.TryGetBytesFromBase64(out var found) ||
            !ahead.Read() || ahead.TokenType != JsonTokenType.EndObject)
        {
            return false;
        }

        bytes = found;
        reader = ahead;
        return true;
    }
}
