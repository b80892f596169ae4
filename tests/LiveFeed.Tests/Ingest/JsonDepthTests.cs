using System.Net;
using System.Text.Json;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Ingest;

/// <summary><c>Limits:JsonDepth</c>: data may be as deep as a reader of the history can take.</summary>
public sealed class JsonDepthTests
{
    [Theory]
    [InlineData(null, 60)]
    [InlineData("10", 6)]
    [InlineData("30", 26)]
    public async Task An_event_may_be_as_deep_as_the_limit_and_no_deeper(string? limit, int deepest)
    {
        await using var server = limit is null ? new LiveFeedServer() : new LiveFeedServer(("Limits:JsonDepth", limit));

        await server.Http.PublishAsync(Event(deepest));
        await server.AssertRefusedAsync(
            http => http.PostEventsAsync(Event(deepest + 1)), HttpStatusCode.BadRequest, "malformed");
        await server.AssertRefusedAsync(
            http => http.PostEventsAsync(Event(deepest + 1), Posting.Ndjson), HttpStatusCode.BadRequest, "nothing-accepted");
        await server.AssertRefusedAsync(
            http => http.PostToTopicAsync("deep", Nested(deepest + 2), Posting.Json),
            HttpStatusCode.BadRequest,
            "malformed");
    }

    [Fact]
    public async Task Data_accepted_by_default_can_be_read_from_the_history_by_a_JSON_reader_with_common_limits()
    {
        await using var server = new LiveFeedServer();
        using var posted = await server.Http.PostToTopicAsync("deep", Nested(61), Posting.Json);
        Assert.Equal(HttpStatusCode.Accepted, posted.StatusCode);

        var text = await server.Http.GetStringAsync(
            new Uri("/history?topic=deep", UriKind.Relative), TestContext.Current.CancellationToken);

        using var history = JsonDocument.Parse(text); // of at most 64 levels
        Assert.Equal(Nested(61), history.RootElement.GetProperty("events")[0].GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task A_body_that_is_nothing_but_depth_is_refused_without_harm()
    {
        await using var server = new LiveFeedServer();

        await server.AssertRefusedAsync(
            http => http.PostEventsAsync(new string('[', 1_000_000)), HttpStatusCode.BadRequest, "malformed");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Posting.Json)]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task JSON_that_is_too_deep_never_becomes_text_and_the_refusal_names_the_limit(string? type)
    {
        await using var server = new LiveFeedServer(("Limits:JsonDepth", "30"));

        var ofTopic = await server.AssertRefusedAsync(
            http => http.PostToTopicAsync("deep", Nested(28), type), HttpStatusCode.BadRequest, "malformed");
        var ofEvents = await server.AssertRefusedAsync(
            http => http.PostEventsAsync(Event(27)), HttpStatusCode.BadRequest, "malformed");

        Assert.Contains("max 27", Detail(ofTopic), StringComparison.Ordinal);
        Assert.Contains("LiveFeed:Limits:JsonDepth (30)", Detail(ofTopic), StringComparison.Ordinal);
        Assert.Equal(Detail(ofTopic), Detail(ofEvents));
    }

    [Fact]
    public async Task A_line_that_is_too_deep_is_rejected_with_the_limit()
    {
        await using var server = new LiveFeedServer();

        var answer = await server.Http.PublishAsync($"{Event(61)}\n{Event(60)}", Posting.Ndjson);

        var error = answer.GetProperty("rejected")[0].GetProperty("error").GetString();
        Assert.Contains("LiveFeed:Limits:JsonDepth (64)", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_that_begins_like_deep_JSON_stays_text()
    {
        await using var server = new LiveFeedServer();
        var text = new string('[', 100);

        using var posted = await server.Http.PostToTopicAsync("brackets", text);

        var retained = (await server.Http.GetJsonAsync("/history?topic=brackets")).GetProperty("events")[0];
        Assert.Equal(text, retained.GetProperty("data").GetString());
    }

    [Theory]
    [InlineData(60, "ack")]
    [InlineData(61, "error")]
    [InlineData(63, "error")]
    [InlineData(100, "error")]
    public async Task A_message_of_a_WebSocket_that_is_too_deep_is_answered_and_the_connection_stays(
        int depth, string answer)
    {
        await using var server = new LiveFeedServer();
        await using var socket = await JsonSocket.OpenAsync(server);

        await socket.SendAsync($$"""{"type":"publish","id":1,"topic":"deep","data":{{Nested(depth)}}}""");
        await socket.ReadAsync(answer);

        await socket.SendAsync("""{"type":"ping"}""");
        await socket.ReadAsync("pong");
    }

    private static string Detail(JsonElement problem) => problem.GetProperty("detail").GetString()!;

    private static string Event(int depth) => $$"""{"topic":"deep","data":{{Nested(depth)}}}""";

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);
}
