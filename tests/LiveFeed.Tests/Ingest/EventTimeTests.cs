using System.Net;
using System.Text.Json;
using LiveFeed.Publishing;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Ingest;

/// <summary>
/// A time that a producer gives: envelopes and the history show it, and searches go by the time of receipt. 10:00 is now.
/// </summary>
public sealed class EventTimeTests : IAsyncDisposable
{
    private const string Ten = "2026-01-31T10:00:00Z";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 31, 10, 0, 0, TimeSpan.Zero));
    private readonly LiveFeedServer _server;

    public EventTimeTests() => _server = new LiveFeedServer(services => services.AddSingleton<TimeProvider>(_time));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("2026-01-31T09:30:00Z", "2026-01-31T09:30:00Z")]
    [InlineData("2026-01-31t09:30:00z", "2026-01-31T09:30:00Z")]
    [InlineData("2026-01-31T09:30:00.5-00:00", "2026-01-31T09:30:00.5Z")]
    [InlineData("2026-02-01T01:15:00.1234567+15:45", "2026-01-31T09:30:00.1234567Z")]
    [InlineData("2026-01-31T09:30:00.123456789Z", "2026-01-31T09:30:00.1234567Z")]
    [InlineData("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z")]
    [InlineData("2017-01-01T05:44:60.25+05:45", "2017-01-01T00:00:00.25Z")]
    [InlineData("2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z")]
    [InlineData("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z")]
    [InlineData("2199-12-31T23:59:59.9999999Z", "2199-12-31T23:59:59.9999999Z")]
    public async Task A_time_of_RFC_3339_is_shown_in_UTC(string given, string shown)
    {
        await using var stream = await _server.FollowAsync("/events?topic=t&envelope=true");
        await stream.ReadConnectedAsync();

        await _server.Http.PublishAsync($$"""{"topic":"t","data":1,"time":"{{given}}"}""");

        var live = JsonSerializer.Deserialize<JsonElement>((await stream.ReadEventAsync()).Data!);
        Assert.Equal(shown, live.GetProperty("time").GetString());
        Assert.Equal([shown], await ReadTimesAsync("topic=t"));
    }

    [Theory]
    [InlineData("", "RFC 3339")]
    [InlineData("now", "RFC 3339")]
    [InlineData("2026-01-31", "RFC 3339")]
    [InlineData("2026-01-31T09:30:00", "RFC 3339")]
    [InlineData("2026-01-31 09:30:00Z", "RFC 3339")]
    [InlineData("2026-01-31T09:30Z", "RFC 3339")]
    [InlineData("2026-01-31T09:30:00.Z", "RFC 3339")]
    [InlineData("2026-01-31T09:30:00,5Z", "RFC 3339")]
    [InlineData("2026-01-31T09:30:00+1:00", "RFC 3339")]
    [InlineData("2026-01-31T09:30:00+0100", "RFC 3339")]
    [InlineData("2026-01-31T09:30:00+24:00", "RFC 3339")]
    [InlineData("2026-01-31T09:30:00ZZ", "RFC 3339")]
    [InlineData("2026-02-29T09:30:00Z", "RFC 3339")]
    [InlineData("2026-13-01T09:30:00Z", "RFC 3339")]
    [InlineData("2026-01-31T24:00:00Z", "RFC 3339")]
    [InlineData("2026-01-31T09:30:60Z", "RFC 3339")]
    [InlineData("٢٠٢٦-01-31T09:30:00Z", "RFC 3339")]
    [InlineData("0000-01-01T00:00:00Z", "RFC 3339")]
    [InlineData("0001-01-01T00:00:00+23:59", "from 1970-01-01T00:00:00Z on and before 2200-01-01T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00Z", "from 1970-01-01T00:00:00Z on")]
    [InlineData("1969-12-31T23:59:59.9999999Z", "from 1970-01-01T00:00:00Z on")]
    [InlineData("2200-01-01T00:00:00Z", "before 2200-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:60Z", "before 2200-01-01T00:00:00Z")]
    public async Task Another_form_or_an_absurd_time_is_refused_with_its_pointer(string given, string expected)
    {
        var problem = await _server.AssertRefusedAsync(
            http => http.PostEventsAsync($$"""[{"topic":"t","data":0},{"topic":"t","data":1,"time":"{{given}}"}]"""),
            HttpStatusCode.UnprocessableEntity,
            "invalid");

        Assert.Equal(["/1/time"], problem.Faults());
        Assert.Contains(expected, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1769853000")]
    [InlineData("true")]
    [InlineData("{}")]
    public async Task What_is_no_string_is_refused(string time)
    {
        var problem = await _server.AssertRefusedAsync(
            http => http.PostEventsAsync($$"""{"topic":"t","data":1,"time":{{time}}}"""),
            HttpStatusCode.UnprocessableEntity,
            "invalid");

        Assert.Equal(["/time"], problem.Faults());
    }

    [Fact]
    public async Task Null_counts_as_left_out()
    {
        await _server.Http.PublishAsync("""{"topic":"t","data":1,"time":null}""");

        Assert.Equal([Ten], await ReadTimesAsync("topic=t"));
    }

    [Fact]
    public async Task A_line_of_NDJSON_may_have_one_and_another_is_refused_for_its_own()
    {
        const string Lines = """
            {"topic":"t","data":1,"time":"2026-01-31T09:00:00Z"}
            {"topic":"t","data":2,"time":"soon"}
            """;
        var answer = await _server.Http.PublishAsync(Lines, Posting.Ndjson);

        Assert.Equal(1, answer.GetProperty("accepted").GetInt32());
        var error = answer.GetProperty("rejected")[0].GetProperty("error").GetString();
        Assert.StartsWith("/time: must be a date and time of RFC 3339", error, StringComparison.Ordinal);
        Assert.Equal(["2026-01-31T09:00:00Z"], await ReadTimesAsync("topic=t"));
    }

    [Fact]
    public async Task The_query_of_a_topic_may_have_one()
    {
        using var accepted = await _server.Http.PostToTopicAsync("t?time=2026-01-31T08:00:00%2B01:00", "1");
        var problem = await _server.AssertRefusedAsync(
            http => http.PostToTopicAsync("t?time=yesterday", "1"), HttpStatusCode.UnprocessableEntity, "invalid");

        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        Assert.Equal(["/time"], problem.Faults());
        Assert.Equal(["2026-01-31T07:00:00Z"], await ReadTimesAsync("topic=t"));
    }

    [Fact]
    public async Task Order_and_searches_by_time_are_those_of_receipt()
    {
        await _server.Http.PublishAsync("""{"topic":"t","data":1,"time":"2026-01-31T11:00:00Z"}""");
        _time.Advance(TimeSpan.FromMinutes(10));
        await _server.Http.PublishAsync("""{"topic":"t","data":2,"time":"2020-01-01T00:00:00Z"}""");

        Assert.Equal(["2026-01-31T11:00:00Z", "2020-01-01T00:00:00Z"], await ReadTimesAsync("topic=t"));
        Assert.Equal(["2020-01-01T00:00:00Z"], await ReadTimesAsync("topic=t&since=2026-01-31T10:05:00Z"));
        Assert.Empty(await ReadTimesAsync("topic=t&since=2026-01-31T10:30:00Z"));
        var topics = await _server.Http.GetJsonAsync("/topics?pattern=t");
        Assert.Equal("2026-01-31T10:10:00Z", Instant(topics.GetProperty("topics")[0].GetProperty("lastTime")));
    }

    [Fact]
    public async Task One_that_is_not_kept_has_its_time_too()
    {
        await using var stream = await _server.FollowAsync("/events?topic=t&envelope=true");
        await stream.ReadConnectedAsync();

        await _server.Http.PublishAsync("""{"topic":"t","data":1,"ephemeral":true,"time":"2026-01-31T09:00:00Z"}""");

        var live = JsonSerializer.Deserialize<JsonElement>((await stream.ReadEventAsync()).Data!);
        Assert.Equal("2026-01-31T09:00:00Z", live.GetProperty("time").GetString());
    }

    [Fact]
    public void A_fraction_may_be_as_long_as_it_likes()
    {
        Assert.True(EventTime.TryParse($"2026-01-31T10:00:00.{new string('9', 1_000)}Z", out var time, out _));
        Assert.Equal(9_999_999, time.Ticks % TimeSpan.TicksPerSecond);
    }

    private static string Instant(JsonElement time) => $"{time.GetDateTimeOffset().UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}";

    private async Task<string[]> ReadTimesAsync(string query)
    {
        var page = await _server.Http.GetJsonAsync($"/history?{query}");
        return [.. page.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("time").GetString()!)];
    }
}
