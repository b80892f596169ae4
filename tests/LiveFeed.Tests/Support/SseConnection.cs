using System.Net;
using System.Text;

namespace LiveFeed.Tests.Support;

/// <summary>
/// A client of server-sent events on a real socket, that keeps the bytes as they came. Reads by the specification's rules,
/// independently of the code under test.
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
        var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };
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
        return new SseConnection(http, response, await response.Content.ReadAsStreamAsync());
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

    /// <summary>The next producer's event; comments, moves of the position and the server's own frames are passed over.</summary>
    internal async Task<SseFrame> ReadEventAsync()
    {
        while (true)
        {
            var frame = await ReadAsync();
            Assert.True(frame is not null, "the stream ended");
            if (frame.IsEvent)
            {
                return frame;
            }
        }
    }

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
    internal async Task<SseFrame> ReadNamedAsync(string name)
    {
        while (true)
        {
            var frame = await ReadAsync();
            Assert.True(frame is not null, $"the stream ended before {name}");
            if (frame.Event == name)
            {
                return frame;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        Response.Dispose();
        _http.Dispose();
        await _bytes.DisposeAsync();
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
