using System.Globalization;
using System.Net;
using LiveFeed.Query.Series;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Query;

/// <summary><c>GET /history/series?histogram=</c>: how the values of each bucket are spread.</summary>
public sealed class SeriesHistogramTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 31, 10, 0, 0, TimeSpan.Zero));
    private readonly LiveFeedServer _server;

    public SeriesHistogramTests() => _server = new LiveFeedServer(services => services.AddSingleton<TimeProvider>(_time));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Each_value_of_a_bucket_is_counted_in_its_part_and_what_is_outside_at_the_ends()
    {
        await PublishAsync("h", [-5, 0, 24.9, 25, 99, 100, 1e300]);
        _time.Advance(TimeSpan.FromMinutes(1));
        await PublishAsync("h", [50]);
        _time.Advance(TimeSpan.FromMinutes(1));

        var answer = await _server.Http.GetJsonAsync("/history/series?topic=h&since=00:02:00&buckets=2&histogram=0,100,4");

        var series = Assert.Single(answer.GetProperty("series").EnumerateArray());
        Assert.Equal("[[3,1,0,3],[0,0,1,0]]", series.GetProperty("counts").GetRawText());
        Assert.Equal("[-5,50]", series.GetProperty("min").GetRawText());
    }

    [Fact]
    public async Task Counts_have_an_entry_for_each_bucket_that_has_a_value()
    {
        for (var minute = 0; minute < 5; minute++)
        {
            await PublishAsync("sparse", [minute, minute]);
            _time.Advance(TimeSpan.FromMinutes(10));
        }

        var answer = await _server.Http.GetJsonAsync(
            "/history/series?topic=sparse&since=01:00:00&buckets=200&histogram=0,5,5");

        var series = Assert.Single(answer.GetProperty("series").EnumerateArray());
        Assert.Equal(5, series.GetProperty("times").GetArrayLength());
        Assert.Equal(
            "[[2,0,0,0,0],[0,2,0,0,0],[0,0,2,0,0],[0,0,0,2,0],[0,0,0,0,2]]", series.GetProperty("counts").GetRawText());
    }

    [Fact]
    public async Task Without_a_histogram_nothing_is_counted()
    {
        await PublishAsync("plain", [1]);

        var answer = await _server.Http.GetJsonAsync("/history/series?topic=plain");

        Assert.False(Assert.Single(answer.GetProperty("series").EnumerateArray()).TryGetProperty("counts", out _));
    }

    [Theory]
    [InlineData("0,100")]
    [InlineData("0,100,10,1")]
    [InlineData("0,100,0")]
    [InlineData("0,100,201")]
    [InlineData("0,100,1.5")]
    [InlineData("0,100,-1")]
    [InlineData("100,0,10")]
    [InlineData("5,5,10")]
    [InlineData("NaN,5,10")]
    [InlineData("0,Infinity,10")]
    [InlineData("0,1e999,10")]
    [InlineData("a,b,c")]
    [InlineData(",,")]
    [InlineData("0,100,10%00")]
    [InlineData("0,100,10&histogram=0,100,10")]
    public async Task A_text_that_is_no_histogram_is_refused(string histogram)
    {
        var problem = await _server.Http.GetProblemAsync(
            $"/history/series?topic=h&histogram={histogram}", HttpStatusCode.BadRequest, "malformed");

        Assert.Equal(["histogram"], problem.Faults());
    }

    [Theory]
    [InlineData(2_000, 20, true)]
    [InlineData(200, 200, true)]
    [InlineData(2_000, 21, false)]
    [InlineData(201, 200, false)]
    public async Task Buckets_times_parts_are_bounded(int buckets, int bins, bool isAllowed)
    {
        using var response = await _server.Http.GetAsync(
            new Uri($"/history/series?topic=h&buckets={buckets}&histogram=0,1,{bins}", UriKind.Relative),
            TestContext.Current.CancellationToken);

        Assert.Equal(isAllowed ? HttpStatusCode.OK : HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData(0, 1, 10, 0.95, 9)]
    [InlineData(0, 1, 10, 0.05, 0)]
    [InlineData(-1.7e308, 1.7e308, 4, 0.1, 2)]
    [InlineData(-1.7e308, 1.7e308, 4, -1e308, 0)]
    [InlineData(0, 5e-324, 3, 0, 0)]
    [InlineData(0, 1, 200, 0.9999999999999999, 199)]
    public void A_value_has_its_part_whatever_the_range(double from, double to, int bins, double value, int expected) =>
        Assert.Equal(expected, new Histogram(from, to, bins).BinOf(value));

    private Task PublishAsync(string topic, double[] values)
    {
        var events = values.Select(value =>
            string.Create(CultureInfo.InvariantCulture, $$"""{"topic":"{{topic}}","data":{{value}}}"""));
        return _server.Http.PublishAsync($"[{string.Join(',', events)}]");
    }
}
