using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;

namespace LiveFeed.Tests.Support;

/// <summary>Bodies in gzip.</summary>
internal static class Compressed
{
    internal static ByteArrayContent Gzip(string text, string type)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return Content(bytes.ToArray(), type);
    }

    internal static ByteArrayContent Content(byte[] bytes, string type, string encoding = "gzip")
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        content.Headers.ContentEncoding.Add(encoding);
        return content;
    }
}
