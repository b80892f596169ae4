using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.Sse;

/// <summary>Which topics a client gets.</summary>
public sealed class FollowingTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private static readonly string[] Topics =
    [
        "p", "p/a", "p/b", "p/a/x", "p/a/y", "p/b/x", "p/a/x/1", "q/a", "pp/a", "p//x", "https://example.com/p",
    ];

    private readonly LiveFeedServer _server = fixture.Server;

    [Theory]
    [InlineData("p", "p")]
    [InlineData("p/a", "p/a")]
    [InlineData("p/*", "p/a p/b")]
    [InlineData("p/*/x", "p/a/x p/b/x p//x")]
    [InlineData("*/a", "p/a q/a pp/a")]
    [InlineData("*", "p")]
    [InlineData("p/**", "p p/a p/b p/a/x p/a/y p/b/x p/a/x/1 p//x")]
    [InlineData("p/a/**", "p/a p/a/x p/a/y p/a/x/1")]
    [InlineData("p/*/**", "p/a p/b p/a/x p/a/y p/b/x p/a/x/1 p//x")]
    [InlineData("**", "p p/a p/b p/a/x p/a/y p/b/x p/a/x/1 q/a pp/a p//x https://example.com/p")]
    [InlineData("https://example.com/p", "https://example.com/p")]
    [InlineData("https://*/p", "https://example.com/p")]
    [InlineData("P/a", "")]
    [InlineData("p/a/", "")]
    public async Task A_pattern_stands_for_the_topics_that_it_matches_live_and_when_resumed(string pattern, string matched)
    {
        string[] expected = [.. matched.Split(' ', StringSplitOptions.RemoveEmptyEntries), "end"];
        var path = $"/events?topic={Uri.EscapeDataString(pattern)}&envelope=true";
        await using var live = await _server.FollowAsync(path);
        var start = (await live.ReadConnectedAsync()).Id!;

        await _server.Http.PublishAsync(
            $"[{string.Join(',', Topics.Select(topic => $$"""{"topic":"{{topic}}","data":1}"""))}]");
        await _server.Http.PublishAsync("""{"data":"end"}""");

        await using var resumed = await _server.FollowAsync(path, ("Last-Event-ID", start));
        Assert.Equal(expected, await TopicsAsync(live, expected.Length));
        Assert.Equal(expected, await TopicsAsync(resumed, expected.Length));
    }

    [Fact]
    public async Task Several_topics_are_followed_in_one_stream_in_the_order_of_the_log()
    {
        await using var stream = await _server.FollowAsync("/events?topic=s/1&topic=s/2/*&topic=s/3");
        await stream.ReadConnectedAsync();

        await _server.Http.PublishAsync(
            """[{"topic":"s/3","data":1},{"topic":"s/1","data":2},{"topic":"s/4","data":3},""" +
            """{"topic":"s/2/a","data":4},{"topic":"s/1","data":5}]""");

        Assert.Equal(["1", "2", "4", "5"], await stream.ReadDataAsync(4));
    }

    [Fact]
    public async Task An_event_that_several_topics_and_patterns_match_comes_once()
    {
        await using var stream = await _server.FollowAsync(
            "/events?topic=once/a&topic=once/a&topic=once/*&topic=once/**&topic=*/a&topic=**");
        var start = (await stream.ReadConnectedAsync()).Id!;

        await _server.Http.PublishAsync("""{"topic":"once/a","data":1}""");

        Assert.Equal("1", (await stream.ReadEventAsync()).Data);
        await _server.AssertNothingForAsync(stream, "once/a");
        await using var resumed = await _server.FollowAsync(
            "/events?topic=once/a&topic=once/*&topic=**", ("Last-Event-ID", start));
        Assert.Equal(["1", "\"nothing before this\""], await resumed.ReadDataAsync(2));
    }

    [Fact]
    public async Task Without_a_topic_only_broadcasts_come()
    {
        await using var stream = await _server.FollowAsync("/events");
        await stream.ReadConnectedAsync();

        await _server.Http.PublishAsync("""[{"topic":"t","data":1},{"data":2},{"topic":"u/v","data":3}]""");
        await _server.Http.PublishAsync("""{"data":"end"}""");

        Assert.Equal(["2", "\"end\""], await stream.ReadDataAsync(2));
    }

    [Fact]
    public async Task As_many_topics_as_allowed_are_followed()
    {
        var query = string.Join('&', Enumerable.Range(1, 100).Select(n => $"topic=hundred/{n}"));
        await using var stream = await _server.FollowAsync($"/events?{query}");
        await stream.ReadConnectedAsync();

        await _server.Http.PublishAsync("""{"topic":"hundred/100","data":1}""");

        Assert.Equal("1", (await stream.ReadEventAsync()).Data);
    }

    [Fact]
    public async Task Every_follower_gets_every_event_in_the_same_order()
    {
        var streams = new List<SseConnection>();
        for (var i = 0; i < 10; i++)
        {
            streams.Add(await _server.FollowAsync("/events?topic=all/*"));
            await streams[i].ReadConnectedAsync();
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(n => _server.Http.PublishNumbersAsync($"all/{n}", 50)));

        var first = (await streams[0].ReadEventsAsync(200)).Select(e => e.Id).ToList();
        Assert.Equal(200, first.Distinct().Count());
        foreach (var stream in streams)
        {
            Assert.Equal(first, stream == streams[0] ? first : (await stream.ReadEventsAsync(200)).Select(e => e.Id));
            await stream.DisposeAsync();
        }
    }

    // The topics of the next events; "end" for the broadcast at the end.
    private static async Task<IReadOnlyList<string>> TopicsAsync(SseConnection stream, int count) =>
        [.. (await stream.ReadEventsAsync(count)).Select(e => Envelopes.Read(e).GetProperty("topic").GetString() ?? "end")];
}
