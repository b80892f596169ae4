using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.WebSockets;

/// <summary>
/// A <c>subscribe</c> with <c>after</c> or <c>last</c> brings what was missed, also of topics that the client follows
/// already.
/// </summary>
public sealed class RepeatedSubscribeTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private LiveFeedServer Server => fixture.Server;

    [Theory]
    [InlineData("""  "topics":["rs-a"],"last":2 """, 3, 4)]
    [InlineData("""  "topics":["rs-a"],"after":"{0}" """, 1, 2, 3, 4)]
    [InlineData("""  "topics":["*"],"after":"{0}" """, 1, 2, 3, 4)]
    [InlineData("""  "topics":["rs-a"] """)]
    public async Task A_topic_that_is_followed_is_asked_for_again(string again, params int[] missed)
    {
        await using var server = new LiveFeedServer(("Metrics:Enabled", "false"));
        var first = await server.Http.PublishNumbersAsync("rs-a", 5);
        await using var socket = await JsonSocket.OpenAsync(server);
        await socket.SubscribeAsync("""  "topics":["rs-a"] """);
        again = again.Replace("{0}", first.FirstPosition(), StringComparison.Ordinal);
        await socket.SendAsync($$"""{"type":"subscribe",{{again}}}""");

        Assert.Equal(missed.Select(one => $"{one}"), await socket.ReadDataAsync(missed.Length));
        await socket.ReadAsync("subscribed");
    }

    [Fact]
    public async Task Each_missed_event_comes_once_and_what_came_live_does_not_come_again()
    {
        var first = await Server.Http.PublishNumbersAsync("rs/b", 3);
        await using var socket = await JsonSocket.OpenAsync(Server);
        await socket.SubscribeAsync("""  "topics":["rs/b"] """);
        await Server.Http.PublishNumbersAsync("rs/b", 2, from: 3);
        Assert.Equal(["3", "4"], await socket.ReadDataAsync(2));

        for (var i = 0; i < 2; i++)
        {
            await socket.SendAsync(
                $$"""{"type":"subscribe","topics":["rs/b","rs/*"],"after":"{{first.FirstPosition()}}"}""");
            Assert.Equal(i == 0 ? ["1", "2"] : [], await socket.ReadDataAsync(i == 0 ? 2 : 0));
            await socket.ReadAsync("subscribed");
        }

        await Server.Http.PublishNumbersAsync("rs/b", 1, from: 5);
        Assert.Equal(["5"], await socket.ReadDataAsync(1));
    }

    [Fact]
    public async Task Who_has_had_all_since_a_position_is_told_no_gap_when_retention_has_passed_it()
    {
        await using var server = new LiveFeedServer(("Log:MaxEvents", "10"), ("Metrics:Enabled", "false"));
        await using var socket = await JsonSocket.OpenAsync(server);
        await socket.SubscribeAsync("""  "topics":["a"] """);
        var first = await server.Http.PublishNumbersAsync("a", 1);
        await server.Http.PublishNumbersAsync("a", 40, from: 1);
        await socket.ReadDataAsync(41);
        await Deadline.UntilAsync(
            async () => (await server.Http.GetJsonAsync("/history?topic=a")).GetProperty("events").GetArrayLength() <= 20,
            "retention has removed the first events");

        await socket.SendAsync($$"""{"type":"subscribe","topics":["a"],"after":"{{first.FirstPosition()}}"}""");
        await socket.ReadAsync("subscribed");
        await socket.SendAsync($$"""{"type":"subscribe","topics":["a","b"],"after":"{{first.FirstPosition()}}"}""");
        await socket.ReadAsync("gap");
    }

    [Fact]
    public async Task A_member_of_a_room_reads_the_messages_before_its_join()
    {
        await using var ada = await JsonSocket.OpenAsync(Server);
        var start = ada.Connected.GetProperty("position").GetString();
        await ada.JoinAsync("rs", "ada");
        for (var i = 0; i < 60; i++)
        {
            await ada.SendAsync($$"""{"type":"message","room":"rs","content":{{i}}}""");
            await ada.ReadAsync("message");
        }

        await using var bob = await JsonSocket.OpenAsync(Server);
        await bob.JoinAsync("rs", "bob");
        await bob.SendAsync($$"""{"type":"subscribe","topics":["rooms/rs"],"after":"{{start}}"}""");
        for (var i = 0; i < 60; i++)
        {
            Assert.Equal(i, (await bob.ReadAsync("message")).GetProperty("content").GetInt32());
        }

        await bob.ReadAsync("subscribed");
    }

    [Fact]
    public async Task The_topics_of_its_rooms_do_not_count_against_those_that_a_client_may_follow()
    {
        await using var server = new LiveFeedServer(("Limits:TopicsPerClient", "2"));
        await using var socket = await JsonSocket.OpenAsync(server);
        await socket.JoinAsync("one", "ada");
        await socket.JoinAsync("two", "ada");
        await socket.SubscribeAsync("""  "topics":["a","rooms/one"] """);

        await socket.SendAsync("""{"type":"subscribe","topics":["b"]}""");
        await socket.ReadAsync("error");
        await socket.JoinAsync("three", "ada");
    }
}
