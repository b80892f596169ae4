using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Query;

/// <summary><c>since=</c>: the history from a time on.</summary>
public sealed class HistorySinceTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 31, 10, 0, 0, TimeSpan.Zero));
    private readonly LiveFeedServer _server;

    public HistorySinceTests() => _server = new LiveFeedServer(services => services.AddSingleton<TimeProvider>(_time));

    /// <summary>One event a minute: 0 at 10:00, 1 at 10:01, up to 5 at 10:05, which is now.</summary>
    public async ValueTask InitializeAsync()
    {
        for (var minute = 0; minute <= 5; minute++)
        {
            await _server.Http.PublishNumbersAsync("t", 1, from: minute);
            _time.Advance(minute < 5 ? TimeSpan.FromMinutes(1) : TimeSpan.Zero);
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("2026-01-31T10:03:00Z", "3 4 5")]
    [InlineData("2026-01-31T10:03:00.001Z", "4 5")]
    [InlineData("2026-01-31T11:03:00%2B01:00", "3 4 5")]
    [InlineData("2026-01-31T11:03:00+01:00", "3 4 5")]
    [InlineData("2026-01-31T11:03+01:00", "3 4 5")]
    [InlineData("2026-01-31T05:03:00-05:00", "3 4 5")]
    [InlineData("1970-01-01T00:00:00Z", "0 1 2 3 4 5")]
    [InlineData("2026-01-31T10:05:00.001Z", "")]
    [InlineData("00:02:00", "3 4 5")]
    [InlineData("00:01:30", "4 5")]
    [InlineData("1.00:00:00", "0 1 2 3 4 5")]
    [InlineData("00:00:00", "5")]
    public async Task Events_of_that_time_and_later_are_read(string since, string expected)
    {
        var history = await _server.Http.GetJsonAsync($"/history?topic=t&since={since}");

        Assert.Equal(
            expected.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            history.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("data").GetRawText()));
    }

    [Fact]
    public async Task The_time_and_the_position_both_hold()
    {
        var all = (await _server.Http.GetJsonAsync("/history?topic=t")).GetProperty("events");
        var (second, fifth) = (all[1].GetProperty("position").GetString(), all[4].GetProperty("position").GetString());

        var byTime = await _server.Http.GetJsonAsync($"/history?topic=t&since=00:02:00&after={second}");
        var byPosition = await _server.Http.GetJsonAsync($"/history?topic=t&since=00:02:00&after={fifth}");

        Assert.Equal(3, byTime.GetProperty("events").GetArrayLength());
        Assert.Equal(1, byPosition.GetProperty("events").GetArrayLength());
    }

    [Fact]
    public async Task An_event_has_the_time_at_which_it_was_received()
    {
        var first = (await _server.Http.GetJsonAsync("/history?topic=t")).GetProperty("events")[0];

        Assert.Equal("2026-01-31T10:00:00Z", first.GetProperty("time").GetString());
    }
}
