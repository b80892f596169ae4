using System.Xml.Linq;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Badges;

/// <summary>A topic's course as a picture.</summary>
public sealed class SparklineTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 31, 10, 0, 0, TimeSpan.Zero));
    private readonly LiveFeedServer _server;

    public SparklineTests() => _server = new LiveFeedServer(services => services.AddSingleton<TimeProvider>(_time));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task The_sparkline_has_a_text_of_what_it_shows()
    {
        await PublishAsync([100, 20, 23, 21], TimeSpan.FromMinutes(20));

        var svg = await SvgAsync("/sparkline.svg?topic=t&label=Office&unit=°C&window=01:05:00");

        Assert.Equal(
            "Office: 21 °C, from 20 °C to 23 °C in the last 65 min",
            ((string?)svg.Attribute("aria-label"))!.Replace('\u00a0', ' '));
    }

    [Fact]
    public async Task A_sparkline_without_a_value_says_so()
    {
        await _server.Http.PublishAsync("""[{"topic":"t","data":"text"},{"topic":"other","data":1},{"data":2}]""");

        var svg = await SvgAsync("/sparkline.svg?topic=t");

        Assert.Contains(svg.Descendants(), element => element is { Name.LocalName: "text", Value: "no data" });
    }

    [Fact]
    public async Task No_peak_is_lost_however_many_values_share_a_column()
    {
        await PublishAsync([.. Enumerable.Repeat(1, 500), 9, .. Enumerable.Repeat(1, 500)], TimeSpan.FromSeconds(1));

        var svg = await SvgAsync("/sparkline.svg?topic=t&width=16&height=24");

        Assert.Contains(" 2.5", Assert.Single(Lines(svg)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silence_is_a_gap()
    {
        await PublishAsync([1, 2, 3, 4], TimeSpan.FromMinutes(1));
        _time.Advance(TimeSpan.FromMinutes(30));
        await PublishAsync([1, 2, 3, 4], TimeSpan.FromMinutes(1));

        Assert.Equal(2, Lines(await SvgAsync("/sparkline.svg?topic=t")).Count());
    }

    [Fact]
    public async Task Values_stand_where_they_happened_and_those_of_another_time_are_not_drawn()
    {
        string[] times = ["31T09:52", "31T09:50", "31T09:51", "31T09:10", "31T09:11", "31T09:12"];
        var events = times.Select((time, i) => $$"""{"topic":"t","data":{{i}},"time":"2026-01-{{time}}:00Z"}""");
        await _server.Http.PublishAsync($$"""
            [{{string.Join(',', events)}},
             {"topic":"t","data":99,"time":"2026-01-30T09:50:00Z"},
             {"topic":"t","data":98,"time":"2026-02-01T09:50:00Z"}]
            """);

        var svg = await SvgAsync("/sparkline.svg?topic=t&window=01:00:00");

        Assert.Contains("from 0 to 5", (string?)svg.Attribute("aria-label"), StringComparison.Ordinal);
        Assert.Equal(2, Lines(svg).Count()); // the 38 minutes between them are a gap
    }

    [Fact]
    public async Task The_largest_numbers_are_drawn_too()
    {
        await _server.Http.PublishAsync("""[{"topic":"t","data":-1.7e308},{"topic":"t","data":1.7e308}]""");

        var line = Assert.Single(Lines(await SvgAsync("/sparkline.svg?topic=t&height=24")));

        Assert.DoesNotContain("NaN", line, StringComparison.Ordinal);
        Assert.Contains(" 21.5", line, StringComparison.Ordinal);
        Assert.Contains(" 2.5", line, StringComparison.Ordinal);
    }

    /// <summary>One value a step.</summary>
    private async Task PublishAsync(IEnumerable<int> values, TimeSpan step)
    {
        foreach (var value in values)
        {
            await _server.Http.PublishNumbersAsync("t", 1, from: value);
            _time.Advance(step);
        }
    }

    private static IEnumerable<string> Lines(XElement svg) =>
        from element in svg.Descendants()
        where (string?)element.Attribute("class") == "line"
        select (string)element.Attribute("d")!;

    private async Task<XElement> SvgAsync(string path) =>
        XElement.Parse(await _server.Http.GetStringAsync(new Uri(path, UriKind.Relative)).WithinDeadline());
}
