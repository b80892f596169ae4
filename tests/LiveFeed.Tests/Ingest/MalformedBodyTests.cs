using System.Net;
using System.Text;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Ingest;

/// <summary>Bodies of <c>POST /events</c> that cannot be read at all.</summary>
public sealed class MalformedBodyTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private readonly LiveFeedServer _server = fixture.Server;

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("{")]
    [InlineData("""{"data":}""")]
    [InlineData("""{"data":1""")]
    [InlineData("""{"data":1,}""")]
    [InlineData("""{'data':1}""")]
    [InlineData("""{"data":1} x""")]
    [InlineData("""{"data":1}{"data":2}""")]
    [InlineData("""[{"data":1}""")]
    [InlineData("""[{"data":1},]""")]
    [InlineData("""{"data":NaN}""")]
    [InlineData("""{"data":01}""")]
    [InlineData("""{"data":1} // note""")]
    [InlineData("{\"data\":\"a\nb\"}")]
    public async Task Malformed_JSON_is_refused(string body) =>
        await _server.AssertRefusedAsync(http => http.PostEventsAsync(body), HttpStatusCode.BadRequest, "malformed");

    [Theory]
    [InlineData(61)]
    [InlineData(100_000)]
    public async Task JSON_nested_too_deep_is_refused(int depth) =>
        await _server.AssertRefusedAsync(
            http => http.PostEventsAsync(Nested(depth)), HttpStatusCode.BadRequest, "malformed");

    [Fact]
    public async Task Data_nested_as_deep_as_allowed_can_still_be_read_from_the_history_by_common_readers()
    {
        await _server.Http.PublishAsync(Nested(60));
        using var posted = await _server.Http.PostToTopicAsync("deep", $"{new string('[', 61)}{new string(']', 61)}");

        var history = await _server.Http.GetJsonAsync("/history?topic=deep"); // reads 64 levels

        Assert.Equal(2, history.GetProperty("events").GetArrayLength());
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF8_are_refused()
    {
        var body = new ByteArrayContent([.. "{\"data\":\""u8, 0xC3, 0x28, .. "\"}"u8]);
        body.Headers.ContentType = new(Posting.Json);

        await _server.AssertRefusedAsync(http => PostAsync(http, body), HttpStatusCode.BadRequest, "malformed");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=b")]
    [InlineData("application/xml")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=iso-8859-1")]
    [InlineData("application/x-ndjson; charset=iso-8859-1")]
    public async Task Another_content_type_or_charset_is_refused(string type)
    {
        var problem = await _server.AssertRefusedAsync(
            http => http.PostEventsAsync("""{"data":1}""", type), HttpStatusCode.UnsupportedMediaType, "unsupported-type");

        Assert.Equal(["Content-Type"], problem.Faults());
    }

    [Fact]
    public async Task A_missing_content_type_is_refused() =>
        await _server.AssertRefusedAsync(
            http => PostAsync(http, new ByteArrayContent(Encoding.UTF8.GetBytes("""{"data":1}"""))),
            HttpStatusCode.UnsupportedMediaType,
            "unsupported-type");

    private static Task<HttpResponseMessage> PostAsync(HttpClient http, HttpContent body) =>
        http.PostAsync(new Uri("/events", UriKind.Relative), body).WithinDeadline();

    private static string Nested(int depth) =>
        $$"""{"topic":"deep","data":{{new string('[', depth)}}{{new string(']', depth)}}}""";
}
