using System.Net;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Ingest;

public sealed class LimitsTests
{
    [Fact]
    public async Task An_array_of_more_events_than_allowed_is_refused()
    {
        await using var server = new LiveFeedServer();
        var body = $"[{string.Join(',', Enumerable.Repeat("""{"topic":"many","data":0}""", 1_001))}]";

        var problem = await server.AssertRefusedAsync(
            http => http.PostEventsAsync(body), HttpStatusCode.RequestEntityTooLarge, "too-large");

        Assert.Contains("1000", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_larger_than_allowed_is_refused_with_and_without_a_length()
    {
        await using var server = new LiveFeedServer(("Limits:BodyBytes", "10000"));
        var body = $$"""{"topic":"large","data":"{{new string('x', 20_000)}}"}""";

        await server.AssertRefusedAsync(
            http => http.PostEventsAsync(body), HttpStatusCode.RequestEntityTooLarge, "too-large");
        await server.AssertRefusedAsync(
            http => PostChunkedAsync(http, "/events", Posting.Json, body),
            HttpStatusCode.RequestEntityTooLarge,
            "too-large");
    }

    [Fact]
    public async Task A_chunked_body_is_refused_when_it_passes_the_limit_although_it_has_not_ended()
    {
        await using var server = new LiveFeedServer(("Limits:BodyBytes", "10000"));
        var body = $$"""{"topic":"endless","data":"{{new string('x', 0x4000)}}""";

        var answer = await RawHttp.AskAsync(
            server.Address,
            "POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" +
            $"Transfer-Encoding: chunked\r\n\r\n{body.Length:x}\r\n{body}\r\n",
            "urn:livefeed:problem:too-large");

        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_refused_line_is_counted_by_what_is_wrong_with_it()
    {
        await using var server = new LiveFeedServer(("Limits:EventBytes", "1000"));
        using var rejected = new Counted(server, "livefeed.events.rejected", "problem");
        string[] lines =
        [
            """{"topic":"t","id":"i","data":1}""",
            """{"topic":"t","id":"i","data":2}""",
            """{"topic":"t*","data":3}""",
            "nonsense",
            $$"""{"topic":"t","data":"{{new string('x', 2_000)}}"}""",
            new('x', 100_000),
        ];

        var answer = await server.Http.PublishAsync(string.Join('\n', lines), Posting.Ndjson);

        Assert.Equal(5, answer.GetProperty("rejected").GetArrayLength());
        Assert.Equal(
            (1, 1, 1, 2),
            (rejected["idempotency-key-in-use"], rejected["invalid"], rejected["malformed"], rejected["too-large"]));
    }

    [Fact]
    public async Task A_chunked_body_within_the_limit_is_accepted()
    {
        await using var server = new LiveFeedServer();

        using var response = await PostChunkedAsync(server.Http, "/events", Posting.Json, """{"topic":"chunks","data":1}""");

        await response.ReadJsonAsync(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task An_event_with_more_data_than_allowed_is_refused_by_its_place()
    {
        await using var server = new LiveFeedServer(("Limits:EventBytes", "1000"));
        var (fits, tooLarge) = ($"\"{new string('x', 998)}\"", $"\"{new string('x', 999)}\"");

        await server.Http.PublishAsync($$"""{"topic":"data","data":{{fits}}}""");
        var problem = await server.AssertRefusedAsync(
            http => http.PostEventsAsync($$"""[{"topic":"data","data":{{fits}}},{"topic":"data","data":{{tooLarge}}}]"""),
            HttpStatusCode.RequestEntityTooLarge,
            "too-large");

        Assert.Equal(["/1/data"], problem.Faults());
    }

    [Fact]
    public async Task What_is_posted_to_a_topic_may_be_as_large_as_an_event_and_no_larger()
    {
        await using var server = new LiveFeedServer(("Limits:EventBytes", "1000"));

        using var fits = await server.Http.PostToTopicAsync("large", new string('x', 1_000));
        Assert.Equal(HttpStatusCode.Accepted, fits.StatusCode);
        await server.AssertRefusedAsync(
            http => http.PostToTopicAsync("large", new string('x', 1_001)),
            HttpStatusCode.RequestEntityTooLarge,
            "too-large");
        await server.AssertRefusedAsync(
            http => PostChunkedAsync(http, "/topics/large", "text/plain", new string('x', 300_000)),
            HttpStatusCode.RequestEntityTooLarge,
            "too-large");
    }

    private static async Task<HttpResponseMessage> PostChunkedAsync(HttpClient http, string path, string type, string body)
    {
        using var content = new StreamedContent(type);
        var posting = http.PostAsync(new Uri(path, UriKind.Relative), content).WithinDeadline();
        await content.SendAsync(body);
        content.End();
        return await posting;
    }
}
