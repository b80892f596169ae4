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

    [Theory]
    [InlineData("2026-01-31T08:00:00+01:00")]
    [InlineData("2026-01-31T08:00:00%20%2B01:00", false)]
    [InlineData("2026-01-31t08:00:00.0+01:00")]
    [InlineData("2026-01-31%2008:00:00+01:00", false)]
    [InlineData("2026-01-31T08+01:00", false)]
    public async Task A_plus_in_the_query_need_not_be_escaped(string time, bool isAccepted = true)
    {
        using var response = await _server.Http.PostToTopicAsync($"t?time={time}", "1");

        Assert.Equal(isAccepted ? HttpStatusCode.Accepted : HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Equal(isAccepted ? ["2026-01-31T07:00:00Z"] : [], await ReadTimesAsync("topic=t"));
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
    public async Task An_ephemeral_event_has_its_own_time_too()
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
