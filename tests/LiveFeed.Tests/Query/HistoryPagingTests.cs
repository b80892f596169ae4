using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Query;

/// <summary><c>next</c>: the history read page by page to its end.</summary>
public sealed class HistoryPagingTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private readonly LiveFeedServer _server = fixture.Server;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(50)]
    [InlineData(1_000)]
    public async Task Pages_hold_every_event_once_and_in_order(int limit)
    {
        var topic = $"paged/{limit}";
        for (var i = 0; i < 50; i++)
        {
            // Other events stand between.
            await _server.Http.PublishAsync(
                $$"""[{"topic":"{{topic}}","data":{{i}}},{"topic":"between","data":0},""" +
                """{"data":0},{"topic":"between","data":0}]""");
        }

        Assert.Equal(Numbers(50), await ReadAllAsync(topic, limit));
    }

    [Fact]
    public async Task Few_events_among_thousands_of_others_are_found()
    {
        await _server.Http.PublishNumbersAsync("rare", 1);
        await _server.Http.PublishNumbersAsync("frequent", 2_500);
        await _server.Http.PublishNumbersAsync("rare", 1, from: 1);
        await _server.Http.PublishNumbersAsync("frequent", 1_500);

        var history = await _server.Http.GetJsonAsync("/history?topic=rare&limit=10");

        Assert.Equal(2, history.GetProperty("events").GetArrayLength());
    }

    [Fact]
    public async Task Large_events_come_all_within_the_limit()
    {
        var data = new string('x', 700_000);
        for (var i = 0; i < 4; i++)
        {
            await _server.Http.PublishAsync($$"""{"topic":"large","data":"{{data}}"}""");
        }

        var history = await _server.Http.GetJsonAsync("/history?topic=large&limit=4");

        Assert.Equal(4, history.GetProperty("events").GetArrayLength());
    }

    [Fact]
    public async Task After_the_last_page_next_is_where_later_events_come_after()
    {
        await _server.Http.PublishNumbersAsync("end", 3);
        await _server.Http.PublishNumbersAsync("others", 3);
        var end = await _server.Http.GetJsonAsync("/history?topic=end");
        var next = end.GetProperty("next").GetString();

        var nothing = await _server.Http.GetJsonAsync($"/history?topic=end&after={next}");
        await _server.Http.PublishNumbersAsync("end", 1, from: 3);
        var later = await _server.Http.GetJsonAsync($"/history?topic=end&after={nothing.GetProperty("next").GetString()}");

        Assert.Empty(nothing.GetProperty("events").EnumerateArray());
        Assert.Equal("3", Assert.Single(later.GetProperty("events").EnumerateArray()).GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task After_a_position_that_was_never_given_out_comes_all_that_is_retained()
    {
        await _server.Http.PublishNumbersAsync("ahead", 1);
        var head = (await _server.Http.GetJsonAsync("/history?topic=ahead")).GetProperty("next").GetString()!;
        var epoch = head[..head.IndexOf('-', StringComparison.Ordinal)];

        var ahead = await _server.Http.GetJsonAsync($"/history?topic=ahead&after={epoch}-{long.MaxValue}");

        Assert.Single(ahead.GetProperty("events").EnumerateArray());
        Assert.Equal(head, ahead.GetProperty("next").GetString());
    }

    [Fact]
    public async Task A_stream_goes_on_where_the_history_ended()
    {
        await _server.Http.PublishNumbersAsync("handover", 3);
        var next = (await _server.Http.GetJsonAsync("/history?topic=handover")).GetProperty("next").GetString()!;
        await _server.Http.PublishNumbersAsync("handover", 2, from: 3);

        await using var stream = await _server.FollowAsync("/events?topic=handover", ("Last-Event-ID", next));

        Assert.Equal(["3", "4"], await stream.ReadDataAsync(2));
    }

    [Fact]
    public async Task An_empty_history_has_a_next_too()
    {
        await using var server = new LiveFeedServer();
        var next = (await server.Http.GetJsonAsync("/history")).GetProperty("next").GetString();

        await server.Http.PublishNumbersAsync("first", 1);

        var later = await server.Http.GetJsonAsync($"/history?after={next}");
        Assert.Equal(1, later.GetProperty("events").GetArrayLength());
    }

    private async Task<IReadOnlyList<string>> ReadAllAsync(string topic, int limit)
    {
        var data = new List<string>();
        for (var after = ""; ;)
        {
            var page = await _server.Http.GetJsonAsync($"/history?topic={topic}&limit={limit}&after={after}");
            var events = page.GetProperty("events").EnumerateArray().ToList();
            Assert.InRange(events.Count, 0, limit);
            data.AddRange(events.Select(e => e.GetProperty("data").GetRawText()));
            if (events.Count < limit)
            {
                return data;
            }

            after = page.GetProperty("next").GetString()!;
        }
    }

    private static IEnumerable<string> Numbers(int count) =>
        Enumerable.Range(0, count).Select(n => n.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
