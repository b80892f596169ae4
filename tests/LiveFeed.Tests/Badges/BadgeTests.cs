using System.Net;
using System.Xml.Linq;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Badges;

/// <summary>The latest value as a picture.</summary>
public sealed class BadgeTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 31, 10, 0, 0, TimeSpan.Zero));
    private readonly LiveFeedServer _server;

    public BadgeTests() => _server = new LiveFeedServer(services => services.AddSingleton<TimeProvider>(_time));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("21.5", "", "t 21.5")]
    [InlineData("""{"value":81.26,"unit":"%"}""", "", "t 81.3 %")]
    [InlineData("""{"value":1}""", "&unit=°C&decimals=1&label=Office", "Office 1.0 °C")]
    [InlineData("""{"load":{"one":-0.25}}""", "&value=load.one", "t −0.25")]
    [InlineData("""{"value":123456789,"unit":"bytes"}""", "", "t 118 MiB")]
    [InlineData("12345", "", "t 12.3 k")]
    [InlineData("""{"value":93784,"unit":"s"}""", "", "t 1 d 2 h")]
    [InlineData("\"passing\"", "&label=", "passing")]
    [InlineData("true", "", "t true")]
    [InlineData("""{"other":1}""", "", "t no value")]
    [InlineData("[1]", "", "t no value")]
    [InlineData("1e999", "", "t no value")]
    public async Task It_shows_the_newest_value_as_the_boards_write_it(string data, string query, string expected)
    {
        await _server.Http.PublishAsync($$"""[{"topic":"t","data":"before"},{"topic":"t","data":{{data}}}]""");

        Assert.Equal(expected, await ReadAsync($"/badge.svg?topic=t{query}"));
    }

    [Fact]
    public async Task A_badge_without_an_event_says_so() => Assert.Equal("t no data", await ReadAsync("/badge.svg?topic=t"));

    [Fact]
    public async Task A_value_that_is_old_is_not_passed_off_as_a_new_one()
    {
        await _server.Http.PublishNumbersAsync("t", 1, from: 95);
        _time.Advance(TimeSpan.FromMinutes(12));

        Assert.Equal("t 95", await ReadAsync("/badge.svg?topic=t&stale=00:12:00"));
        Assert.Equal("t 95 · 12 min old", await ReadAsync("/badge.svg?topic=t&stale=00:11:59&criticalAbove=90"));
    }

    [Fact]
    public async Task A_value_that_comes_late_is_as_old_as_it_says()
    {
        await _server.Http.PublishAsync("""{"topic":"t","data":95,"time":"2026-01-31T09:40:00Z"}""");

        Assert.Equal("t 95 · 20 min old", await ReadAsync("/badge.svg?topic=t&stale=00:10:00"));
    }

    [Theory]
    [InlineData("&warningAbove=75&criticalAbove=94", "t 95 · critical", "critical")]
    [InlineData("&warningAbove=75&criticalAbove=95", "t 95 · warning", "warning")]
    [InlineData("&warningBelow=100", "t 95 · warning", "warning")]
    [InlineData("&criticalBelow=95", "t 95", "good")]
    [InlineData("", "t 95", "plain")]
    public async Task A_level_is_told_by_a_word_and_not_by_colour_alone(string query, string expected, string look)
    {
        await _server.Http.PublishNumbersAsync("t", 1, from: 95);

        var svg = await SvgAsync($"/badge.svg?topic=t{query}");

        Assert.Equal(expected, Words(svg));
        Assert.Single(svg.Descendants(), element => (string?)element.Attribute("class") == look);
    }

    [Theory]
    [InlineData("</text><script>alert(1)</script>")]
    [InlineData("\" onload=\"alert(1)")]
    [InlineData("&lt;script&gt; ]]> <!-- <?xml ?>")]
    [InlineData("\u0001\u0000\uffff\ufffe\u202e\u2028 \ud83d\ude80")]
    public async Task Text_of_producers_and_addresses_is_always_shown_as_text(string hostile)
    {
        var json = System.Text.Json.JsonSerializer.Serialize(
            new { topic = "t", data = new { value = hostile, unit = hostile } });
        await _server.Http.PublishAsync(json);

        var escaped = Uri.EscapeDataString(hostile);
        foreach (var path in (string[])["/badge.svg?topic=t", "/badge.svg?topic=none", "/sparkline.svg?topic=t"])
        {
            var svg = await SvgAsync($"{path}&label={escaped}");
            Assert.DoesNotContain(svg.Descendants(), element => element.Name.LocalName == "script");
            Assert.DoesNotContain(svg.DescendantsAndSelf().Attributes(), attribute =>
                attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
            Assert.DoesNotContain('\u202e', svg.Value);
        }
    }

    [Fact]
    public async Task An_event_for_someone_else_and_a_broadcast_are_not_the_topics_value()
    {
        await _server.Http.PublishAsync(
            """[{"topic":"t","data":1},{"topic":"t","to":{"user":"ada"},"data":2},{"data":3},{"data":4}]""");

        Assert.Equal("t 1", await ReadAsync("/badge.svg?topic=t"));
    }

    [Fact]
    public async Task The_badge_has_a_text_for_people_who_do_not_see_it()
    {
        await _server.Http.PublishNumbersAsync("t", 1, from: 95);

        var svg = await SvgAsync("/badge.svg?topic=t&label=Load");

        Assert.Equal("img", (string?)svg.Attribute("role"));
        Assert.Equal(
            "Load: 95 (2026-01-31 10:00:00 UTC)", svg.Elements().First(element => element.Name.LocalName == "title").Value);
    }

    [Fact]
    public async Task A_cache_asks_again_and_is_told_when_nothing_changed()
    {
        using var first = await _server.Http.GetAsync(
            new Uri("/badge.svg?topic=t", UriKind.Relative), TestContext.Current.CancellationToken).WithinDeadline();
        Assert.Equal("no-cache", first.Headers.CacheControl?.ToString());
        var tag = first.Headers.ETag!.ToString();

        using var same = await _server.SendAsync("GET", "/badge.svg?topic=t", [("If-None-Match", tag)]);
        await _server.Http.PublishNumbersAsync("t", 1);
        using var other = await _server.SendAsync("GET", "/badge.svg?topic=t", [("If-None-Match", tag)]);

        Assert.Equal((HttpStatusCode.NotModified, HttpStatusCode.OK), (same.StatusCode, other.StatusCode));
    }

    private async Task<string> ReadAsync(string path) => Words(await SvgAsync(path));

    private static string Words(XElement svg) => string.Join(' ', svg.Descendants()
        .Where(element => element.Name.LocalName == "text")
        .Select(element => element.Value.Replace('\u00a0', ' ')));

    private async Task<XElement> SvgAsync(string path)
    {
        using var response = await _server.Http.GetAsync(new Uri(path, UriKind.Relative)).WithinDeadline();
        Assert.Equal(
            (HttpStatusCode.OK, "image/svg+xml"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        return XElement.Parse(await response.Content.ReadAsStringAsync());
    }
}
