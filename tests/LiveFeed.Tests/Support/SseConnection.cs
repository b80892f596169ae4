using System.IO.Compression;
using System.Net;
using System.Text;

namespace LiveFeed.Tests.Support;

/// <summary>
/// A client of server-sent events on a real socket, that keeps the bytes as they came, decompressed where they were sent in
/// gzip. Reads by the specification's rules, independently of the code under test.
/// </summary>
internal sealed class SseConnection : IAsyncDisposable
{
    private readonly HttpClient _http;
    private readonly Stream _stream;
    private readonly MemoryStream _bytes = new();
    private int _parsed;

    private SseConnection(HttpClient http, HttpResponseMessage response, Stream stream) =>
        (_http, Response, _stream) = (http, response, stream);

    internal HttpResponseMessage Response { get; }

    /// <summary>All bytes so far.</summary>
    internal byte[] Bytes => _bytes.ToArray();

    internal static async Task<SseConnection> OpenAsync(
        Uri address, (string Name, string Value)[] headers, Version? version = null)
    {
        // A client that leaves is gone at once, instead of reading on for what might still come.
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            ResponseDrainTimeout = TimeSpan.Zero,
            SslOptions = TestCertificate.AnyIsFine,
        };
        var http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        using var request = new HttpRequestMessage(HttpMethod.Get, address)
        {
            Version = version ?? HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WithinDeadline();
        var body = await response.Content.ReadAsStreamAsync();
        var isGzip = response.Content.Headers.ContentEncoding.Contains("gzip");
        return new SseConnection(http, response, isGzip ? new GZipStream(body, CompressionMode.Decompress) : body);
    }

    /// <summary>The next block, or null at the end of the stream.</summary>
    internal async Task<SseFrame?> ReadAsync()
    {
        while (true)
        {
            if (TryParse() is { } frame)
            {
                return frame;
            }

            var buffer = new byte[64 << 10];
            var read = await _stream.ReadAsync(buffer).AsTask().WithinDeadline();
            if (read == 0)
            {
                return null;
            }

            _bytes.Write(buffer, 0, read);
        }
    }

    /// <summary>The next producer's event. It skips comments, moves of the position and the server's own frames.</summary>
    internal Task<SseFrame> ReadEventAsync() => ReadUntilAsync(frame => frame.IsEvent, "an event");

    internal async Task<IReadOnlyList<SseFrame>> ReadEventsAsync(int count)
    {
        var events = new List<SseFrame>();
        while (events.Count < count)
        {
            events.Add(await ReadEventAsync());
        }

        return events;
    }

    /// <summary>The next frame of a name, the server's own included.</summary>
    internal Task<SseFrame> ReadNamedAsync(string name) => ReadUntilAsync(frame => frame.Event == name, name);

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        Response.Dispose();
        _http.Dispose();
        await _bytes.DisposeAsync();
    }

    // Within the deadline as a whole: heartbeats keep a stream from ever being silent so long.
    private async Task<SseFrame> ReadUntilAsync(Func<SseFrame, bool> isWanted, string what)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var frame = await ReadAsync();
            Assert.True(frame is not null, $"the stream ended before {what}");
            if (isWanted(frame))
            {
                return frame;
            }

            Assert.True(
                TimeProvider.System.GetElapsedTime(start) < Deadline.Time, $"{what} did not come within {Deadline.Time}");
        }
    }

    private SseFrame? TryParse()
    {
        var unparsed = _bytes.GetBuffer().AsSpan(_parsed, (int)_bytes.Length - _parsed);
        var end = unparsed.IndexOf("\n\n"u8);
        if (end < 0)
        {
            return null;
        }

        var block = Encoding.UTF8.GetString(unparsed[..end]);
        _parsed += end + 2;
        string? id = null, name = null, retry = null;
        var data = new List<string>();
        var comment = false;
        foreach (var line in block.Split('\n'))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var field = colon < 0 ? line : line[..colon];
            var value = colon < 0 ? "" : line[(colon + 1)..];
            value = value.StartsWith(' ') ? value[1..] : value;
            switch (field)
            {
                case "":
                    comment = true;
                    break;
                case "id":
                    id = value;
                    break;
                case "event":
                    name = value;
                    break;
                case "retry":
                    retry = value;
                    break;
                case "data":
                    data.Add(value);
                    break;
            }
        }

        return new SseFrame(id, name, data.Count == 0 ? null : string.Join('\n', data), retry, comment);
    }
}
