using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;

namespace LiveFeed.Faults.Hostile;

/// <summary>What hostile producers post.</summary>
internal static class HostileBodies
{
    internal const int LargeBytes = 2_000_000; // an event near the default limit of its data

    private const int BombBytes = 256 << 20;
    private const int Lines = 20_000; // of a body that is cut off
    private const int Names = 100; // clients that one event is not for

    /// <summary>
    /// A quarter of a gigabyte, or as many bytes as given, in some hundreds or thousands: empty lines, or one line without
    /// an end.
    /// </summary>
    internal static byte[] Bomb(string encoding, bool isOneLine, int bytes = BombBytes)
    {
        var piece = new byte[1 << 20];
        Array.Fill(piece, (byte)(isOneLine ? 'a' : '\n'));
        return Compress(encoding, to =>
        {
            to.Write("{\"topic\":\"bombs\",\"data\":\""u8[..(isOneLine ? 25 : 0)]);
            for (var written = 0; written < bytes; written += piece.Length)
            {
                to.Write(piece);
            }
        });
    }

    /// <summary>Good lines in a compressed body whose second half is missing.</summary>
    internal static byte[] CutOff(string encoding)
    {
        var text = string.Concat(
            Enumerable.Range(0, Lines).Select(i => $$"""{"topic":"cut-off/{{i % 100}}","data":{{i}}}""" + "\n"));
        var whole = Compress(encoding, to => to.Write(Encoding.ASCII.GetBytes(text)));
        return whole[..(whole.Length / 2)];
    }

    /// <summary>Events that name many clients which are not to have them.</summary>
    internal static byte[] ManyNames(int events)
    {
        var names = string.Join(',', Enumerable.Range(0, Names).Select(i => FormattableString.Invariant($"\"c-{i:x15}\"")));
        var line = $$"""{"topic":"names/1","data":1,"except":[{{names}}]}""" + "\n";
        return Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(line, events)));
    }

    internal static HttpRequestMessage Post(string path, byte[] body, string type, string? encoding = null)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        if (encoding is not null)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }

        return new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
    }

    /// <summary>A chunked request that is sent without its end.</summary>
    internal static byte[] Unfinished(string type, byte[] part) =>
    [
        .. Encoding.ASCII.GetBytes(
            $"POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Type: {type}\r\n" +
            FormattableString.Invariant($"Transfer-Encoding: chunked\r\n\r\n{part.Length:x}\r\n")),
        .. part,
        .. "\r\n"u8,
    ];

    internal static byte[] Get(string path) => Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n");

    private static byte[] Compress(string encoding, Action<Stream> write)
    {
        var compressed = new MemoryStream();
        using (Stream to = encoding switch
        {
            "br" => new BrotliStream(compressed, CompressionLevel.Optimal, leaveOpen: true),
            "gzip" => new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true),
            _ => new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true),
        })
        {
            write(to);
        }

        return compressed.ToArray();
    }
}
