using System.Net;
using System.Text.Json;
using LiveFeed.Access.Authorization;
using LiveFeed.Access.Limits;
using LiveFeed.Clients;
using LiveFeed.Rooms;
using LiveFeed.Tests.Rooms;
using LiveFeed.Tests.Streaming.Polling;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Query;

/// <summary><c>GET /members</c>, and who is in by an SSE stream.</summary>
public sealed class MemberListTests : IAsyncDisposable
{
    private readonly LiveFeedServer _server = new(("Rooms:LeaveAfter", "00:00:00.200"));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Stream_clients_are_members_while_they_are_connected()
    {
        await using var watch = await _server.FollowAsync("/events?topic=rooms/general/members");
        await watch.ReadConnectedAsync();
        var ada = await _server.FollowAsync("/events?room=general&userId=ada&username=Ada");
        var adaId = (await ada.ReadConnectedAsync()).ClientId;
        await using var bob = await _server.FollowAsync("/events?room=general&userId=bob");
        Assert.Equal("join bob", Told(await bob.ReadEventAsync()));

        Assert.Equal(["join ada", "join bob"], (await watch.ReadEventsAsync(2)).Select(Told));
        Assert.Equal(["join ada", "join bob"], (await ada.ReadEventsAsync(2)).Select(Told)); // its own, too
        var list = await _server.Http.GetJsonAsync("/members?topic=rooms/general");
        var first = list.GetProperty("members")[0];
        Assert.Equal(["ada", "bob"], list.GetProperty("members").EnumerateArray().Select(UserId));
        Assert.Equal("Ada", first.GetProperty("username").GetString());
        Assert.True(first.GetProperty("since").GetDateTimeOffset() > DateTimeOffset.UnixEpoch);
        Assert.Equal([_server.Hub.Find(adaId)!.MemberId], first.GetProperty("memberIds").EnumerateArray().Select(Text));
        Assert.Equal(JsonValueKind.Null, list.GetProperty("members")[1].GetProperty("username").ValueKind);
        Assert.Equal($"{_server.Log.Epoch}-{_server.Log.Head}", list.GetProperty("position").GetString());

        await ada.DisposeAsync();
        Assert.Equal("leave ada", Told(await watch.ReadEventAsync()));
        Assert.Equal("leave ada", Told(await bob.ReadEventAsync())); // no message came between
        list = await _server.Http.GetJsonAsync("/members?topic=rooms/general");
        Assert.Equal(["bob"], list.GetProperty("members").EnumerateArray().Select(UserId));
    }

    [Fact]
    public async Task A_stream_in_a_room_gets_its_messages()
    {
        await using var ada = await _server.FollowAsync("/events?room=talk&room=other&userId=ada");
        await ada.ReadEventsAsync(2);

        await _server.Http.PublishAsync("""{"topic":"rooms/talk","data":{"content":"hi","userId":"bob"}}""");

        Assert.Contains("\"hi\"", (await ada.ReadEventAsync()).Data, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/events?room=talk&userId=ada")]
    [InlineData("/events?room=talk&userId=ada&topic=rooms/talk")]
    public async Task A_stream_in_a_room_keeps_its_messages_whatever_it_unsubscribes(string path)
    {
        await using var ada = await _server.FollowAsync(path);
        var id = (await ada.ReadConnectedAsync()).ClientId;
        await ada.ReadEventsAsync(1);

        await UnsubscribeAsync(id);
        await _server.Http.PublishAsync("""{"topic":"rooms/talk","data":{"content":"hi","userId":"bob"}}""");

        Assert.Contains("\"hi\"", (await ada.ReadEventAsync()).Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_poller_in_a_room_keeps_its_messages_whatever_it_unsubscribes()
    {
        var ada = new Poller(_server, "room=talk&userId=ada");
        await ada.ReadAsync(1);

        await UnsubscribeAsync(ada.ClientId!);
        await _server.Http.PublishAsync("""{"topic":"rooms/talk","data":{"content":"hi","userId":"bob"}}""");

        Assert.Contains("\"hi\"", Assert.Single(await ada.ReadAsync(1)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_only_follows_the_topic_of_a_room_can_unsubscribe()
    {
        await using var ada = await _server.FollowAsync("/events?topic=rooms/talk&topic=other");
        var id = (await ada.ReadConnectedAsync()).ClientId;

        await UnsubscribeAsync(id);
        await Deadline.UntilAsync(() => _server.Hub.Find(id)!.Subscription.Topics.Length == 1, "it is unsubscribed");
        await _server.Http.PublishAsync(
            """[{"topic":"rooms/talk","data":{"content":"hi","userId":"bob"}},{"topic":"other","data":1}]""");

        Assert.Equal("1", (await ada.ReadEventAsync()).Data);
    }

    [Fact]
    public async Task A_room_that_nobody_is_in_has_no_members()
    {
        var list = await _server.Http.GetJsonAsync("/members?topic=rooms/nobody");

        Assert.Empty(list.GetProperty("members").EnumerateArray());
        using var head = new HttpRequestMessage(HttpMethod.Head, "/members?topic=rooms/nobody");
        using var answer = await _server.Http.SendAsync(head, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?topic=orders/eu")]
    [InlineData("?topic=rooms/*")]
    [InlineData("?topic=rooms/a&topic=rooms/b")]
    [InlineData("?topic=rooms/a/members")]
    public async Task Another_topic_has_no_members(string query) =>
        await _server.Http.GetJsonAsync($"/members{query}", HttpStatusCode.UnprocessableEntity);

    [Theory]
    [InlineData("room=a%2Fb&userId=ada")]
    [InlineData("room=&userId=ada")]
    [InlineData("room=a")]
    [InlineData("room=a&userId=a%00")]
    public async Task A_stream_with_a_room_that_cannot_be_is_refused(string query) =>
        await _server.Http.GetJsonAsync($"/events?{query}", HttpStatusCode.UnprocessableEntity);

    [Fact]
    public async Task Another_connection_of_a_user_is_answered_as_a_newcomer()
    {
        await using var first = await _server.FollowAsync("/events?room=general&userId=ada");
        await first.ReadConnectedAsync();
        Assert.Equal("join ada", Told(await first.ReadEventAsync()));

        await using var second = await _server.FollowAsync("/events?room=general&userId=ada");
        var memberId = _server.Hub.Find((await second.ReadConnectedAsync()).ClientId)!.MemberId;
        var join = await second.ReadEventAsync();
        Assert.Equal("join ada", Told(join));
        Assert.Contains(memberId, join.Data!, StringComparison.Ordinal);
        var poll = await new Poller(_server, "room=general&userId=ada").PollAsync();
        Assert.Equal("join", Assert.Single(poll.GetProperty("events").EnumerateArray()).GetProperty("event").GetString());
        await _server.Http.PublishNumbersAsync("rooms/general/x", 1);
        using var message = await _server.Http.PostToTopicAsync("rooms/general", "1");
        Assert.Equal("message", (await first.ReadEventAsync()).Event ?? "message"); // it was told of no second join
    }

    [Fact]
    public async Task A_room_of_more_members_than_a_page_is_listed_whole()
    {
        const int Members = 1_500;
        var rooms = _server.Services.GetRequiredService<RoomService>();
        var caller = Caller.With(Rights.Everything);
        for (var i = 0; i < Members; i++)
        {
            var client = await _server.Hub.JoinAsync(
                new JoinRequest { Transport = "test" }, CancellationToken.None);
            await rooms.JoinAllAsync(
                client,
                caller,
                Sender.Of(null, caller),
                [RoomLife.Room("large")],
                new RoomUser($"u{i}", null),
                tellsJoins: false,
                CancellationToken.None);
        }

        var list = await _server.Http.GetJsonAsync("/members?topic=rooms/large");

        Assert.Equal(Members, list.GetProperty("members").EnumerateArray().Select(UserId).Distinct().Count());
    }

    private static string Told(SseFrame frame) =>
        $"{frame.Event} {UserId(JsonSerializer.Deserialize<JsonElement>(frame.Data!))}";

    private static string? UserId(JsonElement data) => data.GetProperty("userId").GetString();

    private static string? Text(JsonElement text) => text.GetString();

    private async Task UnsubscribeAsync(string id)
    {
        using var response = await _server.SendAsync(
            "PATCH", $"/clients/{id}", [], """{"unsubscribe":["rooms/talk","rooms/talk/members","rooms/**"]}""");
        await response.ReadJsonAsync(HttpStatusCode.OK);
    }
}
