using System.Buffers.Text;
using System.Text;

namespace LiveFeed.Bench.Load;

/// <summary>What the head of an HTTP/1.1 response says about it.</summary>
/// <param name="Length">Bytes of the head; the body begins after it.</param>
/// <param name="Status">The status code.</param>
/// <param name="IsChunked">Whether the body comes in chunks.</param>
/// <param name="ContentLength">Bytes of a body that does not; 0 where the head does not say.</param>
internal readonly record struct ResponseHead(int Length, int Status, bool IsChunked, int ContentLength)
{
    /// <summary>False while the head has not come completely. Allocates nothing.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> bytes, out ResponseHead head)
    {
        const int StatusStart = 9; // after "HTTP/1.1 "
        head = default;
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < StatusStart || !Utf8Parser.TryParse(bytes[StatusStart..end], out int status, out _))
        {
            return false;
        }

        var (chunked, length) = (false, 0);
        var fields = bytes[..end];
        foreach (var line in fields.Split("\r\n"u8))
        {
            chunked |= Ascii.EqualsIgnoreCase(fields[line], "transfer-encoding: chunked"u8);
            if (TryTakeName(fields[line], "content-length: "u8, out var value))
            {
                _ = Utf8Parser.TryParse(value, out length, out _);
            }
        }

        head = new ResponseHead(end + 4, status, chunked, length);
        return true;
    }

    /// <summary>Whether these bytes, which begin with this head, are a whole response.</summary>
    internal bool IsComplete(ReadOnlySpan<byte> bytes) =>
        IsChunked ? bytes[Length..].EndsWith("0\r\n\r\n"u8) : bytes.Length >= Length + ContentLength;

    private static bool TryTakeName(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        var has = line.Length > name.Length && Ascii.EqualsIgnoreCase(line[..name.Length], name);
        value = has ? line[name.Length..] : default;
        return has;
    }
}
