using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.Sse;

/// <summary><c>last=</c>: what a client without a position is sent first.</summary>
public sealed class LastTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private readonly LiveFeedServer _server = fixture.Server;

    [Fact]
    public async Task The_newest_retained_events_come_first_oldest_first_and_then_the_live_ones()
    {
        await _server.Http.PublishNumbersAsync("unkeyed", 10);

        await using var stream = await _server.FollowAsync("/events?topic=unkeyed&last=3");
        Assert.Equal(["7", "8", "9"], await stream.ReadDataAsync(3));

        await _server.Http.PublishNumbersAsync("unkeyed", 1, from: 10);
        Assert.Equal("10", (await stream.ReadEventAsync()).Data);
    }

    [Fact]
    public async Task Fewer_come_when_fewer_are_retained()
    {
        await _server.Http.PublishNumbersAsync("few", 2);

        await using var stream = await _server.FollowAsync("/events?topic=few&last=100");

        Assert.Equal(["0", "1"], await stream.ReadDataAsync(2));
        await _server.AssertNothingForAsync(stream, "few");
    }

    [Theory]
    [InlineData("/events?topic=none")]
    [InlineData("/events?topic=none&last=0")]
    [InlineData("/events?topic=none&last=")]
    public async Task Without_last_only_events_from_now_on_come(string path)
    {
        await _server.Http.PublishNumbersAsync("none", 3);

        await using var stream = await _server.FollowAsync(path);
        await stream.ReadConnectedAsync();

        await _server.AssertNothingForAsync(stream, "none");
    }

    [Fact]
    public async Task Last_gives_the_latest_event_of_each_key()
    {
        await PublishAsync("keyed", "a1", "b1", "a2", "c1", "b2", "a3");

        await using var stream = await _server.FollowAsync("/events?topic=keyed&last=1");

        Assert.Equal(["\"c1\"", "\"b2\"", "\"a3\""], await stream.ReadDataAsync(3));
        await _server.AssertNothingForAsync(stream, "keyed");
    }

    [Fact]
    public async Task More_of_each_key_come_when_more_are_asked_for()
    {
        await PublishAsync("history/of/keys", "a1", "b1", "a2", "c1", "b2", "a3");

        await using var stream = await _server.FollowAsync("/events?topic=history/of/keys&last=2");

        Assert.Equal(["\"b1\"", "\"a2\"", "\"c1\"", "\"b2\"", "\"a3\""], await stream.ReadDataAsync(5));
        await _server.AssertNothingForAsync(stream, "history/of/keys");
    }

    [Fact]
    public async Task Last_gives_the_latest_of_each_key_and_the_newest_without_a_key_in_order()
    {
        await PublishAsync("mixture", "a1", "-1", "a2", "-2", "b1", "-3", "a3", "-4");

        await using var stream = await _server.FollowAsync("/events?topic=mixture&last=1");

        Assert.Equal(["\"b1\"", "\"a3\"", "\"-4\""], await stream.ReadDataAsync(3));
        await _server.AssertNothingForAsync(stream, "mixture");
    }

    [Fact]
    public async Task The_same_key_in_two_topics_is_two_keys()
    {
        await PublishAsync("two/1", "a1", "a2");
        await PublishAsync("two/2", "a3", "a4");

        await using var stream = await _server.FollowAsync("/events?topic=two/*&last=1");

        Assert.Equal(["\"a2\"", "\"a4\""], await stream.ReadDataAsync(2));
    }

    [Fact]
    public async Task A_key_whose_value_was_not_for_everyone_hides_no_other_key()
    {
        await PublishAsync("hidden", "a1");
        await _server.Http.PublishAsync("""{"topic":"hidden","key":"b","data":"b1","except":["c-1"]}""");

        await using var stream = await _server.FollowAsync("/events?topic=hidden&last=1");

        Assert.Equal(["\"a1\"", "\"b1\""], await stream.ReadDataAsync(2));
    }

    [Fact]
    public async Task A_client_that_dies_before_it_has_them_gets_them_again()
    {
        await _server.Http.PublishNumbersAsync("again", 5);
        string? id;
        await using (var stream = await _server.FollowAsync("/events?topic=again&last=2"))
        {
            id = (await stream.ReadConnectedAsync()).Id;
        }

        await using var resumed = await _server.FollowAsync("/events?topic=again&last=2", ("Last-Event-ID", id!));

        Assert.Equal(["3", "4"], await resumed.ReadDataAsync(2));
    }

    [Fact]
    public async Task Without_a_topic_only_broadcasts_come()
    {
        await using var server = new LiveFeedServer(); // broadcasts would reach the other tests
        await server.Http.PublishAsync(
            """[{"data":"b1"},{"topic":"not/followed","data":1},{"data":"b2"},{"topic":"not/followed","data":2}]""");

        await using var stream = await server.FollowAsync("/events?last=2");

        Assert.Equal(["\"b1\"", "\"b2\""], await stream.ReadDataAsync(2));
    }

    // "a1" is a value of the key "a", "-1" one without a key.
    private Task PublishAsync(string topic, params string[] values) => _server.Http.PublishAsync(
        string.Join('\n', values.Select(value => value[0] == '-'
            ? $$"""{"topic":"{{topic}}","data":"{{value}}"}"""
            : $$"""{"topic":"{{topic}}","key":"{{value[0]}}","data":"{{value}}"}""")),
        Posting.Ndjson);
}
