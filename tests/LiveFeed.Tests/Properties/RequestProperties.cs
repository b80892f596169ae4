using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text.Json;
using CsCheck;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Properties;

/// <summary>
/// Over real sockets: the service accepts a body or says that it is the client's fault, and a refused body changes nothing.
/// </summary>
public sealed class RequestProperties(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private readonly LiveFeedServer _server = fixture.Server;

    private static Gen<(string Path, string? Type, byte[] Body)> Requests { get; } = Gen.OneOf(
        Bodies.Json.Select(body => ("/events", (string?)Posting.Json, body)),
        Bodies.Ndjson.Select(body => ("/events", (string?)Posting.Ndjson, body)),
        Gen.Select(
            Gen.OneOf(
                "a", "a%2Fb", "%F0%9F%99%82", "%ED%A0%80", "a%01", "", "a//b", "%", "*", "a?id=x", "a?event=%0A",
                "a?ephemeral=x"),
            Gen.OneOf(Posting.Json, "text/plain", null),
            Gen.OneOf(Bodies.Json, Gen.Byte.Array[0, 20]),
            (topic, type, body) => ($"/topics/{topic}", type, body)));

    [Fact]
    public Task Any_body_is_accepted_and_stored_or_refused_as_a_problem_and_not_stored() =>
        Requests.AllMustAsync(
            request => SendAsync(request.Path, request.Type, request.Body, encoding: null),
            share: 2,
            request => $"{request.Path} {request.Type} {Bodies.Print(request.Body)}");

    [Fact]
    public Task Any_compressed_body_too_however_it_is_broken() =>
        Gen.Select(Requests, Gen.OneOf("gzip", "br", "deflate"), Gen.Int[0, 3], Gen.Int[0, 200], Gen.Byte).AllMustAsync(
            async input =>
            {
                var ((path, type, body), encoding, kind, at, value) = input;
                await SendAsync(path, type, Broken(Compress(body, encoding), kind, at, value), encoding);
            },
            share: 2,
            input =>
                $"{input.Item1.Path} {input.Item1.Type} {input.Item2} {input.Item3} " +
                $"{input.Item4} {input.Item5} {Bodies.Print(input.Item1.Body)}");

    private async Task SendAsync(string path, string? type, byte[] body, string? encoding)
    {
        var before = _server.Log.Head;
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        if (encoding is not null)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }

        using var response = await _server.Http.PostAsync(new Uri(path, UriKind.Relative), content).WithinDeadline();
        var text = await response.Content.ReadAsStringAsync();
        var answer = JsonSerializer.Deserialize<JsonElement>(text);
        Assert.InRange((int)response.StatusCode, 202, 499);
        if ((int)response.StatusCode == 202)
        {
            Assert.InRange(_server.Log.Head - before, 0, answer.GetProperty("accepted").GetInt32());
            return;
        }

        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("urn:livefeed:problem:", answer.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.True(type == Posting.Ndjson || _server.Log.Head == before, "a refusal has changed the log");
    }

    private static byte[] Compress(byte[] body, string encoding)
    {
        using var compressed = new MemoryStream();
        using (Stream stream = encoding switch
        {
            "gzip" => new GZipStream(compressed, CompressionLevel.Fastest),
            "br" => new BrotliStream(compressed, CompressionLevel.Fastest),
            _ => new ZLibStream(compressed, CompressionLevel.Fastest),
        })
        {
            stream.Write(body);
        }

        return compressed.ToArray();
    }

    private static byte[] Broken(byte[] bytes, int kind, int position, byte value)
    {
        var at = bytes.Length == 0 ? 0 : position % bytes.Length;
        return kind switch
        {
            0 => bytes[..at],
            1 => [.. bytes[..at], value, .. bytes[Math.Min(bytes.Length, at + 1)..]],
            2 => [.. bytes, value],
            _ => bytes,
        };
    }
}
