using System.Text.Json;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Query;

/// <summary><c>GET /history/states</c>: history as a timeline draws it. Times are in seconds after 10:00.</summary>
public sealed class StatesTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Ten = new(2026, 1, 31, 10, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _time = new(Ten);
    private readonly LiveFeedServer _server;

    public StatesTests() => _server = new LiveFeedServer(services => services.AddSingleton<TimeProvider>(_time));

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task States_are_told_as_they_came_where_buckets_are_finer()
    {
        await SayAsync("t", "\"up\"", "\"down\"", "3", "true", "{\"value\":\"up\"}");

        Assert.Equal(
            "t: 0 up, 1 down, 2 3, 3 true, 4 up", Assert.Single(await ReadAsync("topic=t&since=00:01:00&buckets=600")));
    }

    [Fact]
    public async Task A_bucket_has_when_a_repeated_state_began_and_when_it_was_said_last()
    {
        await SayAsync("t", [.. Enumerable.Repeat("\"up\"", 30), .. Enumerable.Repeat("\"down\"", 30)]);

        Assert.Equal(
            "t: 0 up, 19 up, 29 up, 30 down, 39 down, 59 down",
            Assert.Single(await ReadAsync("topic=t&since=2026-01-31T10:00:00Z&until=2026-01-31T10:01:00Z&buckets=3")));
    }

    [Fact]
    public async Task The_state_at_the_beginning_is_given_however_long_ago_it_was_said()
    {
        await SayAsync("t", "\"up\"");
        _time.Advance(TimeSpan.FromHours(5));
        await SayAsync("other", "\"here\"");

        Assert.Equal(["other: 18001 here", "t: 0 up"], await ReadAsync("since=00:01:00"));
    }

    [Fact]
    public async Task A_state_with_a_time_of_its_own_stands_where_it_happened_also_when_it_comes_late()
    {
        await _server.Http.PublishAsync("""
            [{"topic":"t","data":"up","time":"2026-01-31T09:59:50Z"},
             {"topic":"t","data":"down","time":"2026-01-31T10:00:30Z"},
             {"topic":"t","data":"older","time":"2026-01-31T09:59:40Z"},
             {"topic":"t","data":"late","time":"2026-01-31T10:00:10Z"},
             {"topic":"t","data":"to come","time":"2026-01-31T11:00:00Z"}]
            """);
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(
            "t: -10 up, 10 late, 30 down",
            Assert.Single(await ReadAsync("topic=t&since=2026-01-31T10:00:00Z&until=2026-01-31T10:01:00Z&buckets=60")));
    }

    [Fact]
    public async Task A_state_after_the_end_is_left_out()
    {
        await SayAsync("t", "\"up\"", "\"down\"", "\"up\"");

        Assert.Equal(
            "t: 0 up, 1 down", Assert.Single(await ReadAsync("since=2026-01-31T10:00:00Z&until=2026-01-31T10:00:01Z")));
    }

    [Fact]
    public async Task In_a_bucket_with_too_many_states_a_rare_one_is_not_lost()
    {
        string[] usual = [.. Enumerable.Repeat((string[])["\"a\"", "\"b\""], 50).SelectMany(both => both)];
        await SayAsync("t", [.. usual, "\"down\"", .. usual]);

        Assert.Contains(
            "down", Assert.Single(await ReadAsync("topic=t&since=01:00:00&buckets=1")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_bucket_with_too_many_numbers_the_least_and_the_greatest_are_not_lost()
    {
        await SayAsync(
            "t",
            [
                .. Enumerable.Range(0, 50).Select(i => $"{10 + i}"),
                "99",
                "1",
                .. Enumerable.Range(0, 50).Select(i => $"{20 + i}"),
            ]);

        var states = Assert.Single(await ReadAsync("topic=t&since=01:00:00&buckets=1"));

        Assert.Contains("50 99, 51 1,", states, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_that_are_no_state_and_events_to_another_user_are_left_out()
    {
        await SayAsync("t", "null", "{\"other\":1}", "[1]");
        await _server.Http.PublishAsync("""{"topic":"t","to":{"user":"ada"},"data":"for ada"}""");

        Assert.Empty(await ReadAsync("topic=t"));
    }

    [Fact]
    public async Task A_path_leads_to_the_state_also_past_what_is_deep()
    {
        await using var server = new LiveFeedServer(("Limits:JsonDepth", "200"));
        var deep = new string('[', 150) + new string(']', 150);
        await server.Http.PublishAsync($$$"""{"topic":"t","data":{"deep":{{{deep}}},"door":{"is":"open"} } }""");

        var answer = await server.Http.GetJsonAsync("/history/states?topic=t&value=door.is");
        var series = await server.Http.GetJsonAsync("/history/series?topic=t&value=door.is");

        Assert.Equal("open", answer.GetProperty("series")[0].GetProperty("values")[0].GetString());
        Assert.Equal(0, series.GetProperty("series").GetArrayLength());
    }

    [Fact]
    public async Task A_stream_goes_on_from_its_end()
    {
        await SayAsync("t", "\"up\"");
        var next = (await _server.Http.GetJsonAsync("/history/states?topic=t")).GetProperty("next").GetString();
        await SayAsync("t", "\"down\"");

        var after = await _server.Http.GetJsonAsync($"/history?topic=t&after={next}");
        Assert.Equal("down", Assert.Single(after.GetProperty("events").EnumerateArray()).GetProperty("data").GetString());
    }

    // One a second.
    private async Task SayAsync(string topic, params string[] data)
    {
        foreach (var one in data)
        {
            await _server.Http.PublishAsync($$"""{"topic":"{{topic}}","data":{{one}}}""");
            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private async Task<string[]> ReadAsync(string query)
    {
        var answer = await _server.Http.GetJsonAsync($"/history/states?{query}");
        return [.. answer.GetProperty("series").EnumerateArray().Select(Text)];
    }

    private static string Text(JsonElement series)
    {
        var times = series.GetProperty("times").EnumerateArray().Select(time =>
            (time.GetInt64() - Ten.ToUnixTimeMilliseconds()) / 1_000);
        var states = times.Zip(series.GetProperty("values").EnumerateArray(), (time, value) => $"{time} {value}");
        return $"{series.GetProperty("topic").GetString()}: {string.Join(", ", states)}";
    }
}
