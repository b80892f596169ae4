using System.Net;
using System.Text;
using LiveFeed.Tests.Support;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Ingest;

public sealed class CompressedBodyTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private readonly LiveFeedServer _server = fixture.Server;

    [Theory]
    [InlineData("/events", Posting.Json, """{"topic":"gzip","data":1}""")]
    [InlineData("/events", Posting.Ndjson, """{"topic":"gzip","data":1}""")]
    [InlineData("/topics/gzip", Posting.Json, "1")]
    public async Task A_body_in_gzip_is_read(string path, string type, string body)
    {
        await using var stream = await _server.FollowAsync("/events?topic=gzip");
        await stream.ReadConnectedAsync();

        using var response = await PostAsync(_server.Http, path, Compressed.Gzip(body, type));

        await response.ReadJsonAsync(HttpStatusCode.Accepted);
        Assert.Equal("1", (await stream.ReadEventAsync()).Data);
    }

    [Fact]
    public async Task The_limit_counts_after_decompression()
    {
        await using var server = new LiveFeedServer(("Limits:BodyBytes", "10000"));
        var body = Compressed.Gzip($$"""{"topic":"bomb","data":"{{new string('x', 100_000)}}"}""", Posting.Json);
        Assert.InRange(body.Headers.ContentLength!.Value, 1, 10_000);

        await server.AssertRefusedAsync(
            http => PostAsync(http, "/events", body), HttpStatusCode.RequestEntityTooLarge, "too-large");
    }

    [Fact]
    public async Task A_compressed_line_that_is_too_long_is_skipped_and_the_rest_goes_on()
    {
        await using var server = new LiveFeedServer(("Limits:EventBytes", "1000"));
        var tooLong = $$"""{"topic":"bomb","data":"{{new string('x', 1_000_000)}}"}""";

        using var response = await PostAsync(
            server.Http, "/events", Compressed.Gzip(tooLong + "\n{\"topic\":\"bomb\",\"data\":2}", Posting.Ndjson));

        var answer = await response.ReadJsonAsync(HttpStatusCode.Accepted);
        Assert.Equal(1, answer.GetProperty("accepted").GetInt32());
        Assert.Equal(1, answer.GetProperty("rejected")[0].GetProperty("line").GetInt32());
    }

    [Fact]
    public async Task The_web_servers_own_limit_does_not_count()
    {
        await using var server = new LiveFeedServer(
            services => services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestBodySize = 1_000));
        var lines = string.Join('\n', Enumerable.Repeat("""{"topic":"lines","data":1}""", 1_000));

        var plain = await server.Http.PublishAsync(lines, Posting.Ndjson);
        using var compressed = await PostAsync(server.Http, "/events", Compressed.Gzip(lines, Posting.Ndjson));
        using var posted = await PostAsync(server.Http, "/topics/lines", Compressed.Gzip(lines, "text/plain"));

        Assert.Equal(1_000, plain.GetProperty("accepted").GetInt32());
        Assert.Equal(1_000, (await compressed.ReadJsonAsync(HttpStatusCode.Accepted)).GetProperty("accepted").GetInt32());
        Assert.Equal(1, (await posted.ReadJsonAsync(HttpStatusCode.Accepted)).GetProperty("accepted").GetInt32());
    }

    [Theory]
    [InlineData("/events", "gzip")]
    [InlineData("/events", "br")]
    [InlineData("/events", "deflate")]
    [InlineData("/topics/gzip", "gzip")]
    [InlineData("/topics/gzip", "br")]
    public async Task A_body_that_is_not_what_its_encoding_says_is_refused(string path, string encoding) =>
        await _server.AssertRefusedAsync(
            http =>
                PostAsync(http, path, Compressed.Content(Encoding.UTF8.GetBytes("""{"data":1}"""), Posting.Json, encoding)),
            HttpStatusCode.BadRequest,
            "malformed");

    [Fact]
    public async Task A_body_that_needs_a_dictionary_is_refused()
    {
        byte[] body = [0x78, 0xBB, 1, 2, 3, 4, 0x03, 0]; // zlib's header with the flag for one

        await _server.AssertRefusedAsync(
            http => PostAsync(http, "/events", Compressed.Content(body, Posting.Json, "deflate")),
            HttpStatusCode.BadRequest,
            "malformed");
    }

    [Fact]
    public async Task A_body_that_ends_in_the_middle_is_refused()
    {
        var whole = await Compressed.Gzip("""{"topic":"cut","data":"some text"}""", Posting.Json).ReadAsByteArrayAsync(
            TestContext.Current.CancellationToken);

        await _server.AssertRefusedAsync(
            http => PostAsync(http, "/events", Compressed.Content(whole[..(whole.Length / 2)], Posting.Json)),
            HttpStatusCode.BadRequest,
            "malformed");
    }

    [Theory]
    [InlineData("/events")]
    [InlineData("/topics/zstd")]
    public async Task An_unknown_encoding_is_refused(string path)
    {
        var problem = await _server.AssertRefusedAsync(
            http =>
                PostAsync(http, path, Compressed.Content(Encoding.UTF8.GetBytes("""{"data":1}"""), Posting.Json, "zstd")),
            HttpStatusCode.UnsupportedMediaType,
            "unsupported-type");

        Assert.Equal(["Content-Encoding"], problem.Faults());
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient http, string path, HttpContent body) =>
        http.PostAsync(new Uri(path, UriKind.Relative), body).WithinDeadline();
}
