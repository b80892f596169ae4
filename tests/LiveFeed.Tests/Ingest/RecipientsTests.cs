using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Ingest;

/// <summary>The clients that get an event, and those that do not.</summary>
public sealed class RecipientsTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private readonly LiveFeedServer _server = fixture.Server;

    [Fact]
    public async Task An_event_without_a_topic_reaches_every_client_whatever_it_follows()
    {
        await using var server = new LiveFeedServer(); // a broadcast is retained: it would reach the tests after this one
        await using var topicless = await server.FollowAsync("/events");
        await using var follower = await server.FollowAsync("/events?topic=something/else");
        await topicless.ReadConnectedAsync();
        await follower.ReadConnectedAsync();

        await server.Http.PublishAsync("""{"event":"notice","data":"maintenance at 22:00"}""");

        Assert.Equal(("notice", "\"maintenance at 22:00\""), NameAndData(await topicless.ReadEventAsync()));
        Assert.Equal(("notice", "\"maintenance at 22:00\""), NameAndData(await follower.ReadEventAsync()));
    }

    [Fact]
    public async Task An_event_to_a_client_reaches_it_alone_whatever_it_follows()
    {
        await using var one = await _server.FollowAsync("/events");
        await using var other = await _server.FollowAsync("/events?topic=**");
        var id = (await one.ReadConnectedAsync()).ClientId;
        await other.ReadConnectedAsync();

        await _server.Http.PublishAsync($$$"""{"to":{"client":"{{{id}}}"},"event":"reply","data":{}}""");

        Assert.Equal(("reply", "{}"), NameAndData(await one.ReadEventAsync()));
        await _server.AssertNothingForAsync(other, "recipients/client");
    }

    [Fact]
    public async Task An_event_to_a_client_that_is_gone_is_accepted_and_reaches_nobody()
    {
        await using var other = await _server.FollowAsync("/events?topic=**");
        await other.ReadConnectedAsync();

        var answer = await _server.Http.PublishAsync("""{"to":{"client":"c-gone"},"data":1}""");

        Assert.Equal(1, answer.GetProperty("accepted").GetInt32());
        await _server.AssertNothingForAsync(other, "recipients/gone");
    }

    [Fact]
    public async Task An_event_to_a_user_reaches_nobody_else()
    {
        await using var other = await _server.FollowAsync("/events?topic=**");
        await other.ReadConnectedAsync();

        await _server.Http.PublishAsync("""{"topic":"recipients/user","to":{"user":"ada"},"data":"secret"}""");

        await _server.AssertNothingForAsync(other, "recipients/user");
        await using var later = await _server.FollowAsync("/events?topic=recipients/user&last=10");
        Assert.Equal("\"nothing before this\"", (await later.ReadEventAsync()).Data);
    }

    [Fact]
    public async Task What_was_sent_to_one_client_or_user_does_not_show_in_the_history()
    {
        await _server.Http.PublishAsync(
            """[{"topic":"private","to":{"client":"c-1"},"data":1},{"topic":"private","to":{"user":"ada"},"data":2}]""");

        Assert.Empty((await _server.Http.GetJsonAsync("/history?topic=private")).GetProperty("events").EnumerateArray());
    }

    [Fact]
    public async Task An_excepted_client_does_not_get_the_event_and_the_others_do()
    {
        await using var sender = await _server.FollowAsync("/events?topic=circles/1");
        await using var other = await _server.FollowAsync("/events?topic=circles/1");
        var id = (await sender.ReadConnectedAsync()).ClientId;
        await other.ReadConnectedAsync();

        await _server.Http.PublishAsync($$"""{"topic":"circles/1","data":"hi","except":["c-0","{{id}}"]}""");

        Assert.Equal("\"hi\"", (await other.ReadEventAsync()).Data);
        await _server.AssertNothingForAsync(sender, "circles/1");
    }

    [Fact]
    public async Task An_excepted_client_does_not_get_a_broadcast()
    {
        await using var sender = await _server.FollowAsync("/events?topic=circles/2");
        var id = (await sender.ReadConnectedAsync()).ClientId;

        await _server.Http.PublishAsync($$"""{"data":"to the others","except":["{{id}}"],"ephemeral":true}""");

        await _server.AssertNothingForAsync(sender, "circles/2");
    }

    [Fact]
    public async Task An_ephemeral_event_is_delivered_live_without_a_position()
    {
        await using var stream = await _server.FollowAsync("/events?topic=typing");
        await stream.ReadConnectedAsync();

        var answer = await _server.Http.PublishAsync("""{"topic":"typing","event":"typing","data":{},"ephemeral":true}""");

        await stream.ReadEventAsync();
        Assert.Equal("event: typing\ndata: {}\n\n", stream.TextAfterConnected());
        Assert.Equal("""{"accepted":1,"positions":null,"duplicates":0}""", answer.GetRawText());
    }

    [Fact]
    public async Task An_ephemeral_event_is_not_retained()
    {
        await _server.Http.PublishAsync(
            """[{"topic":"passing","data":1},{"topic":"passing","data":2,"ephemeral":true},{"topic":"passing","data":3}]""");

        await using var stream = await _server.FollowAsync("/events?topic=passing&last=10");
        Assert.Equal(["1", "3"], await stream.ReadDataAsync(2));
        Assert.Equal(2, (await _server.Http.GetJsonAsync("/history?topic=passing")).GetProperty("events").GetArrayLength());
    }

    [Fact]
    public async Task The_positions_of_an_array_are_those_of_its_events_that_are_kept()
    {
        var answer = await _server.Http.PublishAsync(
            """[{"topic":"mixed","data":1,"ephemeral":true},{"topic":"mixed","data":2},""" +
            """{"topic":"mixed","data":3,"ephemeral":true}]""");

        var kept = (await _server.Http.GetJsonAsync("/history?topic=mixed"))
            .GetProperty("events")[0]
            .GetProperty("position")
            .GetString();
        Assert.Equal(3, answer.GetProperty("accepted").GetInt32());
        Assert.Equal(kept, answer.FirstPosition());
        Assert.Equal(kept, answer.GetProperty("positions").GetProperty("last").GetString());
    }

    private static (string? Name, string? Data) NameAndData(SseFrame frame) => (frame.Event, frame.Data);
}
