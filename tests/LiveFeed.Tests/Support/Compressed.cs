using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;

namespace LiveFeed.Tests.Support;

/// <summary>Compressed bodies, whole and broken.</summary>
internal static class Compressed
{
    internal static ByteArrayContent Gzip(string text, string type) => Content(Bytes(text, "gzip"), type);

    internal static byte[] Bytes(string text, string encoding) => Bytes(Encoding.UTF8.GetBytes(text), encoding);

    internal static byte[] Bytes(byte[] body, string encoding) => Bytes(stream => stream.Write(body), encoding);

    internal static byte[] Bytes(Action<Stream> write, string encoding)
    {
        using var bytes = new MemoryStream();
        using (Stream stream = encoding switch
        {
            "gzip" => new GZipStream(bytes, CompressionLevel.Fastest),
            "br" => new BrotliStream(bytes, CompressionLevel.Fastest),
            _ => new ZLibStream(bytes, CompressionLevel.Fastest),
        })
        {
            write(stream);
        }

        return bytes.ToArray();
    }

    /// <summary>A message of permessage-deflate, without the end that its sender leaves out (RFC 7692, 7.2.1).</summary>
    internal static byte[] Message(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using var deflater = new DeflateStream(compressed, CompressionLevel.Optimal);
        deflater.Write(bytes);
        deflater.Flush();
        return compressed.ToArray()[..^4];
    }

    /// <summary>A text, repeated this many times.</summary>
    internal static byte[] Bomb(string text, int times, string encoding) => Bytes(
        stream =>
        {
            var piece = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text, Math.Min(times, 1_000))));
            for (var left = times; left > 0; left -= 1_000)
            {
                stream.Write(piece.AsSpan(0, Encoding.UTF8.GetByteCount(text) * Math.Min(left, 1_000)));
            }
        },
        encoding);

    internal static ByteArrayContent Content(byte[] bytes, string type, params string[] encodings)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        foreach (var encoding in encodings is [] ? ["gzip"] : encodings)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }

        return content;
    }
}
