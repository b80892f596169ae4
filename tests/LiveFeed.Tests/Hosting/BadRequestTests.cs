using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Tests.Hosting;

/// <summary>
/// Requests that break the protocol. It is the sender's fault (4xx), not the service's (5xx), and not worth a line of the
/// log.
/// </summary>
public sealed class BadRequestTests : IAsyncDisposable
{
    private const string Never = "\n\nthis is never answered";

    private readonly LogCollector _lines = new();
    private readonly LiveFeedServer _server;

    public BadRequestTests() => _server = new LiveFeedServer(
        services => services.AddSingleton<ILoggerProvider>(_lines), ("Limits:BodyRateGrace", "00:00:02"));

    public static TheoryData<string, string> Types => new()
    {
        { "/events", Posting.Json },
        { "/events", Posting.Ndjson },
        { "/topics/t", "text/plain" },
    };

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("80000000")]
    [InlineData("7fffffff0")]
    [InlineData("ffffffffffffffff")]
    [InlineData("100000000000000000000000000000000")]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("")]
    [InlineData(" 5")]
    [InlineData("0x5")]
    [InlineData("5;\n\n")]
    public async Task A_bad_chunk_size_is_the_fault_of_the_sender(string size)
    {
        foreach (var (path, type) in Types.Select(row => row.Data))
        {
            var answer = await AskAsync(
                $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {type}\r\n" +
                $"Transfer-Encoding: chunked\r\n\r\n{size}\r\nhello\r\n0\r\n\r\n");

            Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        }

        Assert.Empty(_lines.Messages);
    }

    [Fact]
    public async Task A_bad_chunk_size_is_answered_with_how_many_lines_before_it_are_stored()
    {
        const string Line = "{\"topic\":\"before\",\"data\":1}\n";

        var answer = await AskAsync(
            $"POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Type: {Posting.Ndjson}\r\n" +
            $"Transfer-Encoding: chunked\r\n\r\n{Line.Length:x}\r\n{Line}\r\n80000000\r\n");

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        var stored = (await _server.Http.GetJsonAsync("/history?topic=before")).GetProperty("events").GetArrayLength();
        Assert.Contains($"\"accepted\":{stored},", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /topics?pattern=%FF%00%zz HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET /history?topic=%ED%A0%80&after=%00 HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET /events?lastEventId=%00 HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n")]
    [InlineData("GET /boards/%00 HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET /boards/..%2f..%2fetc%2fpasswd HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET /%c0%ae%c0%ae/x HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET /clients/%00%01 HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET /badge.svg?topic=%00&label=%FF HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET //// HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET * HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET http://localhost/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("CONNECT localhost:80 HTTP/1.1\r\nHost: localhost:80\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a b\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nHost: other\r\n\r\n")]
    [InlineData("GET / HTTP/9.9\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nX: a\0b\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nX: a\rb\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\n folded\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nX : y\r\n\r\n")]
    [InlineData("GET /\0 HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET /\u00e9 HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \u00e9\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nCookie: livefeed_token=%00;;==\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nIf-None-Match: \"\r\nRange: bytes=9-1\r\n\r\n")]
    [InlineData("POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: -1\r\n\r\n")]
    [InlineData(
        "POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" +
        "Content-Length: 99999999999999999999\r\n\r\n")]
    [InlineData(
        "POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" +
        "Content-Length: 9223372036854775807\r\n\r\n{\"data\":1}")]
    [InlineData(
        "POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" +
        "Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}")]
    [InlineData(
        "POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: gzip\r\n\r\n{}")]
    [InlineData(
        "POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" +
        "Transfer-Encoding: chunked, gzip\r\n\r\n{}")]
    [InlineData("POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Type: ;;;\r\nContent-Length: 2\r\n\r\n{}")]
    [InlineData(
        "POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json; " +
        "charset=\"\r\nContent-Length: 2\r\n\r\n{}")]
    [InlineData(
        "POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" +
        "Expect: nothing\r\nContent-Length: 2\r\n\r\n{}")]
    [InlineData(
        "POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" +
        "Content-Encoding: \r\nContent-Length: 2\r\n\r\n{}")]
    [InlineData("POST /events HTTP/1.0\r\nContent-Type: application/json\r\n\r\n{}")]
    [InlineData("POST /topics/%00 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\n1")]
    [InlineData("POST /topics/%FF%FE HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\n1")]
    [InlineData("POST /topics/a?event=%00&key=%FF&id=%ED%A0%80 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\n1")]
    [InlineData("POST /topics/a HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: \u00e9\r\nContent-Length: 1\r\n\r\n1")]
    [InlineData(
        "PUT /boards/%00 HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")]
    [InlineData(
        "PUT /boards/a HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" +
        "If-Match: \"\0\r\nTransfer-Encoding: chunked\r\n\r\n80000000\r\n")]
    [InlineData("DELETE /clients/%2F%00 HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    public async Task A_request_that_is_broken_is_no_fault_of_the_service(string request)
    {
        var answer = await AskAsync(request.Replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n", StringComparison.Ordinal));

        Assert.Matches("^(HTTP/1.1 ([2-4][0-9][0-9]|505) |$)", answer);
        Assert.Empty(_lines.Messages);
        await _server.Http.GetJsonAsync("/topics");
    }

    [Fact]
    public async Task The_refusal_of_OPTIONS_for_the_whole_server_names_what_was_asked()
    {
        var answer = await AskAsync("OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 405 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"detail\":\"* does not take OPTIONS.\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_length_beside_chunks_does_not_count_and_hides_no_second_request()
    {
        var answer = await AskAsync(
            "POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" +
            "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n" +
            "0\r\n\r\nPOST /topics/smuggled HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nConnection: close\r\n\r\n1");

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Equal(1, answer.Split("HTTP/1.1 ").Length - 1);
        Assert.Empty((await _server.Http.GetJsonAsync("/history?topic=smuggled")).GetProperty("events").EnumerateArray());
    }

    private Task<string> AskAsync(string request) => RawHttp.AskAsync(_server.Address, request, Never);
}
