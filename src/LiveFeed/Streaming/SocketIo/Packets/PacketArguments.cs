using System.Text.Json;
using LiveFeed.Memory;

namespace LiveFeed.Streaming.SocketIo.Packets;

/// <summary>
/// The values of an event or an acknowledgement, as they were written. In place of binary data a value has a placeholder,
/// which names an attachment by its number.
/// </summary>
/// <param name="array">A well-formed JSON array without white space around it.</param>
/// <param name="hasName">Its first element is the event's name, which is none of the values.</param>
/// <param name="attachments">What the placeholders stand for.</param>
internal sealed class PacketArguments(ReadOnlyMemory<byte> array, bool hasName, IReadOnlyList<byte[]> attachments)
{
    private static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    private int _inner = -1; // where the values begin; found at the first use

    internal static PacketArguments None { get; } = new("[]"u8.ToArray(), hasName: false, []);

    internal IReadOnlyList<byte[]> Attachments => attachments;

    /// <summary>The values, with commas between them and without brackets.</summary>
    internal ReadOnlyMemory<byte> Inner
    {
        get
        {
            if (_inner < 0)
            {
                _inner = FindInner(array.Span);
            }

            return array[_inner..^1];
        }
    }

    internal int Count
    {
        get
        {
            var reader = Begin();
            var count = 0;
            while (Next(ref reader))
            {
                reader.Skip();
                count++;
            }

            return count;
        }
    }

    /// <summary>One value, from 0. Null when there are fewer.</summary>
    internal ReadOnlyMemory<byte>? At(int index)
    {
        var reader = Begin();
        for (var i = 0; Next(ref reader); i++)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (i == index)
            {
                return array[start..(int)reader.BytesConsumed];
            }
        }

        return null;
    }

    /// <summary>The same with bytes of its own, for who keeps it.</summary>
    internal PacketArguments Kept() => new(array.ToArray(), hasName, attachments);

    /// <summary>
    /// As a client may get them. Each attachment has one placeholder. When a value has another one, which came from
    /// elsewhere, the bytes stand in the JSON as they do in an event: see <see cref="BinaryJson.TakeOut"/>.
    /// </summary>
    internal PacketArguments ForClient()
    {
        if (attachments.Count == 0 || BinaryJson.CountPlaceholders(array.Span) == attachments.Count)
        {
            return this;
        }

        using var json = new PooledBuffer(array.Length + (2 * attachments.Sum(one => one.Length)));
        BinaryJson.PutIn(array.Span, attachments, json);
        return new PacketArguments(json.Written.ToArray(), hasName, []);
    }

    private Utf8JsonReader Begin()
    {
        var reader = new Utf8JsonReader(array.Span, AnyDepth);
        reader.Read();
        if (hasName)
        {
            reader.Read();
        }

        return reader;
    }

    private static bool Next(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType != JsonTokenType.EndArray;

    private int FindInner(ReadOnlySpan<byte> json)
    {
        if (!hasName)
        {
            return 1;
        }

        var reader = Begin();
        var after = (int)reader.BytesConsumed;
        var comma = json[after..].IndexOfAnyExcept(" \t\r\n"u8);
        return after + comma + (json[after + comma] == ',' ? 1 : 0);
    }
}
