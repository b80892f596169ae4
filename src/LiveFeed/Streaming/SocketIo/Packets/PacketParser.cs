using System.Text;
using System.Text.Unicode;

namespace LiveFeed.Streaming.SocketIo.Packets;

/// <summary>
/// Reads the text of a packet: <c>type[attachments-][/namespace,][id][JSON]</c> (Socket.IO protocol 5, "Packet encoding").
/// All that is not as the protocol says is a <see cref="PacketFaultException"/>.
/// </summary>
internal static class PacketParser
{
    private const int MaxIdDigits = 15; // what a number of JavaScript holds exactly

    // Names that mean something else to the client's library.
    private static readonly string[] Reserved =
        ["connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"];

    internal static bool IsReserved(string name) => Reserved.Contains(name);

    internal static SocketPacket Parse(ReadOnlyMemory<byte> text, PacketLimits limits)
    {
        var bytes = text.Span;
        if (bytes.IsEmpty || bytes[0] is < (byte)'0' or > (byte)'6' || !Utf8.IsValid(bytes))
        {
            throw new PacketFaultException("no packet begins so");
        }

        var type = (PacketType)(bytes[0] - '0');
        var isBinary = type is PacketType.BinaryEvent or PacketType.BinaryAck;
        var at = 1;
        var announced = isBinary ? ReadAttachments(bytes, limits, ref at) : 0;
        var name = ReadNamespace(bytes, ref at);
        var id = ReadId(bytes, ref at);
        var json = Trimmed(text[at..]);
        var plain = type switch
        {
            PacketType.BinaryEvent => PacketType.Event,
            PacketType.BinaryAck => PacketType.Ack,
            _ => type,
        };
        var eventName = PayloadChecks.Check(plain, json.Span, announced, limits.Depth);
        return new SocketPacket(plain, name, id, json)
        {
            Name = eventName is { } text1 && !IsReserved(text1) ? text1
                : plain == PacketType.Event ? throw new PacketFaultException("this name of an event is reserved")
                : "",
            Announced = announced,
        };
    }

    private static int ReadAttachments(ReadOnlySpan<byte> bytes, PacketLimits limits, ref int at)
    {
        var count = ReadNumber(bytes, ref at, maxDigits: 6);
        if (count is not > 0 || at == bytes.Length || bytes[at++] != '-')
        {
            throw new PacketFaultException("a binary packet names the number of its attachments");
        }

        return count <= limits.Attachments ? (int)count : throw new PacketFaultException("it has too many attachments");
    }

    // Up to the comma, or to the end. Older clients put a query behind it.
    private static string ReadNamespace(ReadOnlySpan<byte> bytes, ref int at)
    {
        if (at == bytes.Length || bytes[at] != '/')
        {
            return "/";
        }

        var comma = bytes[at..].IndexOf((byte)',');
        var name = comma < 0 ? bytes[at..] : bytes.Slice(at, comma);
        at += name.Length + (comma < 0 ? 0 : 1);
        if (name.Length > NamespaceName.MaxBytes || name.IndexOfAnyInRange((byte)0, (byte)0x1F) >= 0)
        {
            throw new PacketFaultException("no namespace has such a name");
        }

        var query = name.IndexOf((byte)'?');
        return Encoding.UTF8.GetString(query < 0 ? name : name[..query]);
    }

    private static long? ReadId(ReadOnlySpan<byte> bytes, ref int at) => ReadNumber(bytes, ref at, MaxIdDigits);

    private static long? ReadNumber(ReadOnlySpan<byte> bytes, ref int at, int maxDigits)
    {
        var (start, number) = (at, 0L);
        for (; at < bytes.Length && bytes[at] is >= (byte)'0' and <= (byte)'9'; at++)
        {
            if (at - start == maxDigits)
            {
                throw new PacketFaultException("a number is too long");
            }

            number = (number * 10) + (bytes[at] - '0');
        }

        return at == start ? null : number;
    }

    private static ReadOnlyMemory<byte> Trimmed(ReadOnlyMemory<byte> json)
    {
        var start = json.Span.IndexOfAnyExcept(" \t\r\n"u8);
        return start < 0 ? ReadOnlyMemory<byte>.Empty : json[start..(json.Span.LastIndexOfAnyExcept(" \t\r\n"u8) + 1)];
    }
}
