using System.Globalization;
using System.Text;

namespace LiveFeed.Streaming.Output;

/// <summary>A chunk of an HTTP/1.1 body (RFC 9112, section 7.1): its length in hexadecimal, the bytes, and a line end each.</summary>
internal static class HttpChunk
{
    internal static byte[] Of(ReadOnlySpan<byte> bytes)
    {
        var head = Encoding.ASCII.GetBytes(bytes.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n");
        return [.. head, .. bytes, .. "\r\n"u8];
    }
}
