using System.Net;
using System.Text.Json;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Query;

/// <summary><c>GET /history</c>: what an event looks like there, and which are chosen.</summary>
public sealed class HistoryTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private readonly LiveFeedServer _server = fixture.Server;

    [Fact]
    public async Task An_event_stands_there_with_all_that_its_followers_know()
    {
        var answer = await _server.Http.PublishAsync("""{"topic":"shape","event":"e","key":"k","data":{ "n" : 1.0 }}""");

        var history = await _server.Http.GetJsonAsync("/history?topic=shape");

        var position = answer.FirstPosition();
        var time = history.GetProperty("events")[0].GetProperty("time").GetString();
        var head = $$"""{"position":"{{position}}","topic":"shape","event":"e","time":"{{time}}",""";
        Assert.Equal(
            $$$"""{"events":[{{{head}}}"key":"k","data":{"n":1.0}}],"next":"{{{position}}}"}""",
            history.GetRawText());
    }

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("two\r\nlines")]
    [InlineData("\"quoted\" \\ \0 \u2028 \U0001F600 \uFEFF")]
    public async Task Text_is_a_JSON_string(string text)
    {
        using var posted = await _server.Http.PostToTopicAsync("history/text", text, "text/plain");

        var events = await EventsAsync("topic=history/text");

        Assert.Equal(text, events[^1].GetProperty("data").GetString());
    }

    [Fact]
    public async Task Several_topics_and_patterns_are_read_together_in_the_order_of_the_log()
    {
        await _server.Http.PublishAsync(
            """[{"topic":"h/a","data":1},{"topic":"h/b/x","data":2},{"topic":"h/c","data":3},""" +
            """{"topic":"h/b/y","data":4},{"topic":"h/a","data":5}]""");

        Assert.Equal(["1", "2", "4", "5"], Data(await EventsAsync("topic=h/a&topic=h/b/*&topic=h/a")));
    }

    [Fact]
    public async Task Without_a_topic_all_events_for_everyone_are_read_with_broadcasts()
    {
        await using var server = new LiveFeedServer();
        await server.Http.PublishAsync("""[{"topic":"a","data":1},{"data":2},{"topic":"b/c","data":3}]""");

        var events = (await server.Http.GetJsonAsync("/history")).GetProperty("events").EnumerateArray().ToList();

        Assert.Equal(["1", "2", "3"], Data(events));
        Assert.Equal(JsonValueKind.Null, events[1].GetProperty("topic").ValueKind);
    }

    [Fact]
    public async Task Every_value_of_a_key_is_there()
    {
        await _server.Http.PublishAsync(
            """[{"topic":"keys","key":"k","data":1},{"topic":"keys","key":"k","data":2},""" +
            """{"topic":"keys","key":"k","data":3}]""");

        Assert.Equal(["1", "2", "3"], Data(await EventsAsync("topic=keys")));
    }

    [Fact]
    public async Task After_a_position_stand_the_events_that_came_later()
    {
        await _server.Http.PublishNumbersAsync("after", 5);
        var third = (await EventsAsync("topic=after"))[2].GetProperty("position").GetString();

        Assert.Equal(["3", "4"], Data(await EventsAsync($"topic=after&after={third}")));
    }

    [Fact]
    public async Task A_position_of_another_epoch_stands_before_everything()
    {
        await _server.Http.PublishNumbersAsync("epoch", 2);

        Assert.Equal(["0", "1"], Data(await EventsAsync("topic=epoch&after=abc123-99")));
    }

    [Fact]
    public async Task The_limit_is_how_many_events_come_at_most()
    {
        await _server.Http.PublishNumbersAsync("limited", 5);

        Assert.Equal(["0", "1"], Data(await EventsAsync("topic=limited&limit=2")));
    }

    [Theory]
    [InlineData("after=nonsense")]
    [InlineData("since=yesterday")]
    [InlineData("since=2026-01-31")]
    [InlineData("since=2026-13-31T10:00:00Z")]
    [InlineData("since=-00:05:00")]
    [InlineData("limit=0")]
    [InlineData("limit=-1")]
    [InlineData("limit=all")]
    [InlineData("limit=10001")]
    [InlineData("limit=1%00")]
    [InlineData("limit=+1")]
    [InlineData("limit=%201")]
    [InlineData("limit=1.0")]
    [InlineData("limit=%D9%A1")]
    [InlineData("since=2026-01-31T10:00:00Z%00")]
    [InlineData("since=00:05:00%00")]
    [InlineData("after=a-1%00")]
    public async Task A_bad_value_is_refused(string query)
    {
        var problem = await _server.Http.GetProblemAsync($"/history?{query}", HttpStatusCode.BadRequest, "malformed");

        Assert.Equal([query[..query.IndexOf('=', StringComparison.Ordinal)]], problem.Faults());
    }

    [Fact]
    public async Task A_bad_pattern_is_refused() =>
        await _server.Http.GetProblemAsync("/history?topic=a/b*", HttpStatusCode.UnprocessableEntity, "invalid");

    private static IEnumerable<string> Data(IEnumerable<JsonElement> events) =>
        events.Select(e => e.GetProperty("data").GetRawText());

    private async Task<IReadOnlyList<JsonElement>> EventsAsync(string query) =>
        [.. (await _server.Http.GetJsonAsync($"/history?{query}")).GetProperty("events").EnumerateArray()];
}
