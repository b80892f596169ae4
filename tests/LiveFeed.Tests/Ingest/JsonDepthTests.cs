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

    private static string Event(int depth) => $$"""{"topic":"deep","data":{{Nested(depth)}}}""";

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);
}
