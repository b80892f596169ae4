using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.Sse;

/// <summary>Going on after a position: every retained event after it, once and in order, then the live ones.</summary>
public sealed class ResumeTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private readonly LiveFeedServer _server = fixture.Server;

    [Fact]
    public async Task The_header_resumes()
    {
        var ids = await PublishAsync("by/header", 5);

        await using var stream = await _server.FollowAsync("/events?topic=by/header", ("Last-Event-ID", ids[1]));

        Assert.Equal(["2", "3", "4"], await stream.ReadDataAsync(3));
    }

    [Theory]
    [InlineData("lastEventId")]
    [InlineData("last_event_id")]
    public async Task The_query_resumes(string parameter)
    {
        var ids = await PublishAsync($"by/{parameter}", 5);

        await using var stream = await _server.FollowAsync($"/events?topic=by/{parameter}&{parameter}={ids[2]}");

        Assert.Equal(["3", "4"], await stream.ReadDataAsync(2));
    }

    [Fact]
    public async Task The_header_wins_over_the_query()
    {
        var ids = await PublishAsync("by/both", 5);

        await using var stream = await _server.FollowAsync(
            $"/events?topic=by/both&lastEventId={ids[0]}&last_event_id=nonsense", ("Last-Event-ID", ids[3]));

        Assert.Equal("4", (await stream.ReadEventAsync()).Data);
    }

    [Fact]
    public async Task An_empty_header_is_none()
    {
        var ids = await PublishAsync("by/empty", 2);

        await using var stream = await _server.FollowAsync(
            $"/events?topic=by/empty&lastEventId={ids[0]}", ("Last-Event-ID", ""));

        Assert.Equal("1", (await stream.ReadEventAsync()).Data);
    }

    [Fact]
    public async Task The_connected_frame_repeats_the_position_that_was_given()
    {
        var ids = await PublishAsync("repeated", 3);

        await using var stream = await _server.FollowAsync("/events?topic=repeated", ("Last-Event-ID", ids[1]));

        var connected = await stream.ReadConnectedAsync();
        Assert.Equal((ids[1], ids[1], true), (connected.Id, connected.Position, connected.Resumed));
    }

    [Fact]
    public async Task A_position_wins_over_last()
    {
        var ids = await PublishAsync("over/last", 5);

        await using var stream = await _server.FollowAsync($"/events?topic=over/last&last=1&lastEventId={ids[2]}");

        Assert.Equal(["3", "4"], await stream.ReadDataAsync(2));
    }

    [Fact]
    public async Task A_position_holds_whatever_set_of_topics_is_followed()
    {
        var ids = await PublishAsync("set/a", 2);
        await PublishAsync("set/b", 2);

        await using var stream = await _server.FollowAsync("/events?topic=set/b", ("Last-Event-ID", ids[0]));

        Assert.Equal(["0", "1"], await stream.ReadDataAsync(2));
    }

    [Fact]
    public async Task Events_published_while_a_client_resumes_come_once_and_in_order()
    {
        const int Before = 3_000;
        const int During = 2_000;
        var ids = await PublishAsync("busy", 1);
        await _server.Http.PublishNumbersAsync("busy", Before, from: 1);

        var publishing = _server.Http.PublishNumbersAsync("busy", During, from: 1 + Before);
        await using var stream = await _server.FollowAsync("/events?topic=busy", ("Last-Event-ID", ids[0]));
        await publishing;
        await _server.Http.PublishNumbersAsync("busy", 1, from: 1 + Before + During);

        Assert.Equal(
            Enumerable.Range(1, Before + During + 1).Select(n =>
                n.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            await stream.ReadDataAsync(Before + During + 1));
    }

    [Fact]
    public async Task Broadcasts_are_resumed_too()
    {
        await using var live = await _server.FollowAsync("/events");
        var start = (await live.ReadConnectedAsync()).Id;
        await _server.Http.PublishAsync("""{"data":"to all"}""");
        await live.ReadEventAsync();

        await using var stream = await _server.FollowAsync("/events", ("Last-Event-ID", start!));

        Assert.Equal("\"to all\"", (await stream.ReadEventAsync()).Data);
    }

    [Fact]
    public async Task Of_missed_events_the_latest_of_each_key_comes_and_every_one_without_a_key()
    {
        var start = await PublishAsync("conflated", 1);
        await _server.Http.PublishAsync(
            """
            {"topic":"conflated","key":"a","data":"a1"}
            {"topic":"conflated","data":"u1"}
            {"topic":"conflated","key":"b","data":"b1"}
            {"topic":"conflated","key":"a","data":"a2"}
            {"topic":"conflated","data":"u2"}
            {"topic":"conflated/other","key":"b","data":"b of another topic"}
            {"topic":"conflated","key":"a","data":"a3"}
            """,
            Posting.Ndjson);

        await using var stream = await _server.FollowAsync("/events?topic=conflated/**", ("Last-Event-ID", start[0]));

        Assert.Equal(
            ["\"u1\"", "\"b1\"", "\"u2\"", "\"b of another topic\"", "\"a3\""], await stream.ReadDataAsync(5));
    }

    [Fact]
    public async Task A_value_that_was_not_for_everyone_does_not_supersede_the_one_before()
    {
        var start = await PublishAsync("partly", 1);
        await _server.Http.PublishAsync(
            """[{"topic":"partly","key":"k","data":"for all"},""" +
            """{"topic":"partly","key":"k","data":"not for some","except":["c-1"]}]""");

        await using var stream = await _server.FollowAsync("/events?topic=partly", ("Last-Event-ID", start[0]));

        Assert.Equal(["\"for all\"", "\"not for some\""], await stream.ReadDataAsync(2));
    }

    /// <summary>Publishes numbers from 0 and returns the positions of this publish.</summary>
    private async Task<IReadOnlyList<string>> PublishAsync(string topic, int count)
    {
        await _server.Http.PublishNumbersAsync(topic, count);
        var history = await _server.Http.GetJsonAsync($"/history?topic={topic}");
        return [.. history.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("position").GetString()!)];
    }
}
