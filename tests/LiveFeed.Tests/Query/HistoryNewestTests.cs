using System.Net;
using System.Text.Json;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Query;

/// <summary><c>newest=</c> and <c>newestOfEach=</c>: what came last; and <c>until=</c>.</summary>
public sealed class HistoryNewestTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 31, 10, 0, 0, TimeSpan.Zero));
    private readonly LiveFeedServer _server;

    public HistoryNewestTests() => _server = new LiveFeedServer(services => services.AddSingleton<TimeProvider>(_time));

    /// <summary>
    /// One event of each topic a minute, from 10:00 to 10:05, which is now. The only event of <c>rare</c> follows the first
    /// of them.
    /// </summary>
    public async ValueTask InitializeAsync()
    {
        for (var minute = 0; minute <= 5; minute++)
        {
            await _server.Http.PublishNumbersAsync("t/a", 1, from: minute);
            await _server.Http.PublishNumbersAsync("t/b", 1, from: 10 + minute);
            await _server.Http.PublishAsync("""{"data":"to everyone"}""");
            if (minute == 0)
            {
                await _server.Http.PublishNumbersAsync("t/rare", 1, from: 99);
            }

            _time.Advance(minute < 5 ? TimeSpan.FromMinutes(1) : TimeSpan.Zero);
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("topic=t/**&newest=3", "14 5 15")]
    [InlineData("topic=t/a&newest=2", "4 5")]
    [InlineData("topic=t/rare&newest=10", "99")]
    [InlineData("topic=t/a&newest=10", "0 1 2 3 4 5")]
    [InlineData("topic=t/a&newest=10&since=00:02:00", "3 4 5")]
    [InlineData("topic=t/a&newest=2&until=2026-01-31T10:03:00Z", "2 3")]
    [InlineData("topic=t/a&newest=2&until=00:02:00", "2 3")]
    [InlineData("topic=t/a&until=2026-01-31T10:01:00Z", "0 1")]
    [InlineData("topic=t/a&until=2026-01-31T09:00:00Z", "")]
    [InlineData("topic=t/a&until=2027-01-31T09:00:00Z", "0 1 2 3 4 5")]
    [InlineData("topic=t/a&since=00:04:00&until=00:03:00", "1 2")]
    [InlineData("topic=t/a&since=00:03:00&until=00:04:00", "")]
    [InlineData("topic=t/**&newestOfEach=1", "99 5 15")]
    [InlineData("topic=t/**&newestOfEach=2", "99 4 14 5 15")]
    [InlineData("topic=t/a&topic=t/rare&topic=t/*&newestOfEach=1&until=00:01:00", "99 4 14")]
    [InlineData("topic=none/**&newestOfEach=1", "")]
    public async Task The_newest_events_are_given_oldest_first(string query, string expected) =>
        Assert.Equal(
            expected.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Data(await _server.Http.GetJsonAsync($"/history?{query}")));

    [Fact]
    public async Task Broadcasts_are_among_the_newest_events_of_everything_only()
    {
        Assert.Equal(["15", "\"to everyone\""], Data(await _server.Http.GetJsonAsync("/history?newest=2")));
        Assert.Equal(["99", "5", "15"], Data(await _server.Http.GetJsonAsync("/history?newestOfEach=1")));
    }

    [Fact]
    public async Task Reading_goes_on_after_the_newest_events()
    {
        var next = (await _server.Http.GetJsonAsync("/history?topic=t/rare&newest=1")).GetProperty("next").GetString();
        await _server.Http.PublishNumbersAsync("t/a", 1, from: 6);

        Assert.Equal(["6"], Data(await _server.Http.GetJsonAsync($"/history?topic=t/**&after={next}")));
    }

    [Fact]
    public async Task Next_goes_on_where_the_requested_time_ends()
    {
        var page = await _server.Http.GetJsonAsync("/history?topic=t/a&until=2026-01-31T10:03:00Z");

        Assert.Equal(
            ["4", "5"],
            Data(await _server.Http.GetJsonAsync($"/history?topic=t/a&after={page.GetProperty("next").GetString()}")));
    }

    [Fact]
    public async Task An_event_to_another_user_is_not_the_newest_of_a_topic()
    {
        await _server.Http.PublishAsync("""{"topic":"t/a","to":{"user":"ada"},"data":"for ada"}""");

        Assert.Equal(["5"], Data(await _server.Http.GetJsonAsync("/history?topic=t/a&newestOfEach=1")));
    }

    [Fact]
    public async Task Topics_beyond_the_limit_are_counted()
    {
        await _server.Http.PublishAsync(
            $"[{string.Join(',', Enumerable.Range(0, 150).Select(i => $$"""{"topic":"many/{{i}}","data":{{i}}}"""))}]");

        var some = await _server.Http.GetJsonAsync("/history?topic=many/*&newestOfEach=100");
        var all = await _server.Http.GetJsonAsync("/history?topic=many/*&newestOfEach=60");

        Assert.Equal((100, 50), (some.GetProperty("events").GetArrayLength(), some.GetProperty("leftOut").GetInt32()));
        Assert.Equal((150, 0), (all.GetProperty("events").GetArrayLength(), all.GetProperty("leftOut").GetInt32()));
    }

    [Theory]
    [InlineData("newest=0", "newest: must be a whole number from 1 to 10000")]
    [InlineData("newestOfEach=101", "newestOfEach: must be a whole number from 1 to 100")]
    [InlineData("limit=5&newest=5", "newest: cannot be given together with limit")]
    [InlineData("newest=5&newestOfEach=5", "newestOfEach: cannot be given together with newest")]
    public async Task A_number_out_of_range_is_refused_and_so_are_two_counts_at_once(string query, string detail)
    {
        var problem = await _server.Http.GetProblemAsync(
            $"/history?topic=t&{query}", HttpStatusCode.BadRequest, "malformed");

        Assert.Equal(detail, problem.GetProperty("detail").GetString());
    }

    private static IEnumerable<string> Data(JsonElement page) =>
        page.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("data").GetRawText());
}
