using System.Text.Json;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Query;

/// <summary><c>GET /history/series</c>: history as a chart draws it.</summary>
public sealed class SeriesTests : IAsyncLifetime
{
    private static readonly long Ten = new DateTimeOffset(2026, 1, 31, 10, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 31, 10, 0, 0, TimeSpan.Zero));
    private readonly LiveFeedServer _server;

    public SeriesTests() => _server = new LiveFeedServer(services => services.AddSingleton<TimeProvider>(_time));

    /// <summary>At 10:00, and every minute from then on, an event of each topic; 10:05 is now.</summary>
    public async ValueTask InitializeAsync()
    {
        for (var minute = 0; minute < 5; minute++)
        {
            var value = minute == 2 ? 900 : minute;
            await _server.Http.PublishAsync(
                $$$"""[{"topic":"a","data":{{{value}}} },""" +
                $$$"""{"topic":"b","data":{"value":{{{minute}}},"unit":"ms","load":{"one":{{{-minute}}} } } },""" +
                """{"topic":"text","data":"no number"}]""");
            _time.Advance(TimeSpan.FromMinutes(1));
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_bucket_keeps_the_least_the_greatest_and_the_last_value()
    {
        var series = await ReadAsync("topic=a&since=2026-01-31T10:00:00Z&until=2026-01-31T10:05:00Z&buckets=1");

        Assert.Equal("a: 0 900 4", Assert.Single(series));
    }

    [Fact]
    public async Task Values_are_read_by_the_pages_rule_and_what_is_no_number_has_no_series() =>
        Assert.Equal(["a: 0 900 4", "b: 0 4 4"], await ReadAsync("since=01:00:00&buckets=1"));

    [Fact]
    public async Task A_path_leads_to_the_value() =>
        Assert.Equal("b: -4 0 -4", Assert.Single(await ReadAsync("since=01:00:00&value=load.one&buckets=1")));

    [Theory]
    [InlineData("since=2026-01-31T10:01:00Z&until=2026-01-31T10:02:00Z", "b: 1 2 2")]
    [InlineData("since=00:02:00", "b: 3 4 4")]
    public async Task A_series_has_only_events_of_the_requested_time(string span, string expected) =>
        Assert.Equal(expected, Assert.Single(await ReadAsync($"topic=b&{span}&buckets=1")));

    [Fact]
    public async Task Buckets_without_a_value_are_left_out_and_the_unit_is_told()
    {
        var answer = await _server.Http.GetJsonAsync("/history/series?topic=b&since=00:05:00&buckets=2000");
        var series = Assert.Single(answer.GetProperty("series").EnumerateArray());

        Assert.Equal("ms", series.GetProperty("unit").GetString());
        Assert.Equal([0, 1, 2, 3, 4], series.GetProperty("last").EnumerateArray().Select(value => value.GetInt32()));
        Assert.Equal(
            new DateTimeOffset(2026, 1, 31, 10, 4, 0, TimeSpan.Zero).ToUnixTimeMilliseconds(),
            series.GetProperty("times")[4].GetInt64());
    }

    [Fact]
    public async Task A_stream_goes_on_from_its_end()
    {
        var next = (await _server.Http.GetJsonAsync("/history/series?topic=a")).GetProperty("next").GetString();

        await _server.Http.PublishAsync("""{"topic":"a","data":7}""");

        var after = await _server.Http.GetJsonAsync($"/history?topic=a&after={next}");
        Assert.Equal(7, Assert.Single(after.GetProperty("events").EnumerateArray()).GetProperty("data").GetInt32());
    }

    [Fact]
    public async Task A_series_has_no_events_for_someone_else()
    {
        await _server.Http.PublishAsync("""{"topic":"a","to":{"user":"ann"},"data":5000}""");

        Assert.Equal("a: 0 900 4", Assert.Single(await ReadAsync("topic=a&since=01:00:00&buckets=1")));
    }

    [Fact]
    public async Task A_value_with_a_time_of_its_own_stands_where_it_happened_also_when_it_comes_late()
    {
        await _server.Http.PublishAsync("""
            [{"topic":"own","data":1,"time":"2026-01-31T10:03:00Z"},
             {"topic":"own","data":2,"time":"2026-01-31T10:01:30Z"},
             {"topic":"own","data":3,"time":"2026-01-31T10:01:00Z"},
             {"topic":"own","data":4},
             {"topic":"own","data":5,"time":"2026-01-31T09:00:00Z"},
             {"topic":"own","data":6,"time":"2026-01-31T12:00:00Z"}]
            """);

        var answer = await _server.Http.GetJsonAsync(
            "/history/series?topic=own&since=2026-01-31T10:00:00Z&until=2026-01-31T10:05:00Z&buckets=5&histogram=0,10,10");

        var series = Assert.Single(answer.GetProperty("series").EnumerateArray());
        Assert.Equal([90, 180, 300], Numbers("times").Select(time => (time / 1_000) - Ten));
        Assert.Equal([2, 1, 4], Numbers("min"));
        Assert.Equal([3, 1, 4], Numbers("max"));
        Assert.Equal([2, 1, 4], Numbers("last")); // of the time, not of the log
        var counts = series.GetProperty("counts").EnumerateArray();
        Assert.Equal([2, 1, 1], counts.Select(bucket => bucket.EnumerateArray().Sum(count => count.GetInt32())));

        IEnumerable<long> Numbers(string column) =>
            series.GetProperty(column).EnumerateArray().Select(value => value.GetInt64());
    }

    private async Task<string[]> ReadAsync(string query)
    {
        var answer = await _server.Http.GetJsonAsync($"/history/series?{query}");
        return [.. answer.GetProperty("series").EnumerateArray().Select(Text)];
    }

    private static string Text(JsonElement series) =>
        $"{series.GetProperty("topic").GetString()}: {series.GetProperty("min")[0]} " +
        $"{series.GetProperty("max")[0]} {series.GetProperty("last")[0]}";
}
