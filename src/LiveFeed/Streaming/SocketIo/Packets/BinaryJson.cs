using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LiveFeed.Streaming.SocketIo.Packets;

/// <summary>
/// Takes binary data out of JSON and puts it in. All other bytes stay as they are. See <see cref="Placeholder"/>.
/// </summary>
internal static class BinaryJson
{
    /// <summary>Max attachments of a packet to a client: its library closes the connection for more.</summary>
    internal const int MaxAttachments = 10;

    private static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    /// <summary>Writes a packet's JSON as an event's: with the bytes at their places.</summary>
    /// <param name="json">A well-formed value. A placeholder that names none of the attachments stays as it is.</param>
    /// <param name="attachments">The bytes of its placeholders.</param>
    /// <param name="to">Gets the value.</param>
    internal static void PutIn(ReadOnlySpan<byte> json, IReadOnlyList<byte[]> attachments, IBufferWriter<byte> to)
    {
        var reader = new Utf8JsonReader(json, AnyDepth);
        var copied = 0;
        while (attachments.Count > 0 && reader.Read())
        {
            var start = (int)reader.TokenStartIndex;
            if (reader.TokenType != JsonTokenType.StartObject || !Placeholder.TryRead(ref reader, out var number) ||
                number < 0 || number >= attachments.Count)
            {
                continue;
            }

            to.Write(json[copied..start]);
            copied = (int)reader.BytesConsumed;
            WriteBinary(attachments[number], to);
        }

        to.Write(json[copied..]);
    }

    /// <summary>
    /// Writes an event's JSON as a packet's, and adds its bytes to the attachments. A value with more than
    /// <see cref="MaxAttachments"/> stays as it is. So does one with a <c>_placeholder</c> of its own: the client's library
    /// would take that for an attachment, and close the connection when there is none of that number.
    /// </summary>
    internal static void TakeOut(ReadOnlySpan<byte> json, List<byte[]> attachments, IBufferWriter<byte> to)
    {
        if (json.IndexOf("\"_binary\""u8) < 0 || !TryFind(json, out var found) ||
            attachments.Count + found.Count > MaxAttachments)
        {
            to.Write(json);
            return;
        }

        var copied = 0;
        foreach (var (start, end, bytes) in found)
        {
            to.Write(json[copied..start]);
            copied = end;
            to.Write(Encoding.ASCII.GetBytes(string.Create(
                CultureInfo.InvariantCulture, $"{{\"_placeholder\":true,\"num\":{attachments.Count}}}")));
            attachments.Add(bytes);
        }

        to.Write(json[copied..]);
    }

    /// <summary>How many placeholders a client's library may see: members of this name, whatever their value.</summary>
    internal static int CountPlaceholders(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, AnyDepth);
        var count = 0;
        while (reader.Read())
        {
            count += Placeholder.IsName(ref reader) ? 1 : 0;
        }

        return count;
    }

    private static bool TryFind(ReadOnlySpan<byte> json, out List<(int Start, int End, byte[] Bytes)> found)
    {
        found = [];
        var reader = new Utf8JsonReader(json, AnyDepth);
        while (reader.Read())
        {
            if (Placeholder.IsName(ref reader))
            {
                return false;
            }

            var start = (int)reader.TokenStartIndex;
            if (reader.TokenType != JsonTokenType.StartObject || !Placeholder.TryReadBinary(ref reader, out var bytes))
            {
                continue;
            }

            found.Add((start, (int)reader.BytesConsumed, bytes));
            if (found.Count > MaxAttachments)
            {
                return false;
            }
        }

        return true;
    }

    private static void WriteBinary(ReadOnlySpan<byte> bytes, IBufferWriter<byte> to)
    {
        to.Write("{\""u8);
        to.Write(Placeholder.BinaryName);
        to.Write("\":\""u8);
        var room = to.GetSpan(Base64.GetMaxEncodedToUtf8Length(bytes.Length));
        Base64.EncodeToUtf8(bytes, room, out _, out var written);
        to.Advance(written);
        to.Write("\"}"u8);
    }
}
