using System.Text.Json;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.WebSockets;

/// <summary>Rooms, in the messages of a page that was made for a plain chat server.</summary>
public sealed class RoomTests : IAsyncDisposable
{
    private readonly LiveFeedServer _server = new(("Rooms:LeaveAfter", "00:00:00.200"), ("Rooms:Recent", "3"));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_newcomer_is_told_of_itself_then_of_the_room_and_the_others_of_the_newcomer()
    {
        await using var ada = await JoinAsync("u1", "Ada");
        await using var bob = await JsonSocket.OpenAsync(_server);
        await bob.SendAsync("""{"type":"join","userId":"u2","username":"Bob","timestamp":1}""");

        var own = await bob.ReadAsync("join");
        Assert.Equal(
            ("general", "u2", "Bob", MemberId(bob)),
            (Text(own, "room"), Text(own, "userId"), Text(own, "username"), Text(own, "memberId")));
        Assert.True(own.GetProperty("timestamp").GetInt64() > 1_000_000_000_000);
        var state = await bob.ReadAsync("room_state");
        var user = Assert.Single(state.GetProperty("users").EnumerateArray());
        Assert.Equal(("u1", "Ada"), (Text(user, "userId"), Text(user, "username")));
        Assert.Empty(state.GetProperty("messages").EnumerateArray());
        var told = await ada.ReadAsync("join");
        Assert.Equal("u2", Text(told, "userId"));
        Assert.NotNull(Text(told, "position"));
    }

    [Fact]
    public async Task A_message_reaches_everyone_once_and_its_sender_unless_it_wants_no_echo()
    {
        await using var ada = await JoinAsync("u1", "Ada");
        await using var bob = await JoinAsync("u2", "Bob");
        await ada.ReadAsync("join");

        await ada.SendAsync("""{"type":"message","id":1,"content":"hi","colour":{"r":1},"userId":"u9","timestamp":5}""");
        foreach (var socket in new[] { ada, bob })
        {
            var message = await socket.ReadUntilAsync("message");
            Assert.Equal(
                ("general", "u1", "Ada", "hi", MemberId(ada)),
                (Text(message, "room"), Text(message, "userId"), Text(message, "username"), Text(message, "content"),
                    Text(message, "memberId")));
            Assert.Equal("""{"r":1}""", message.GetProperty("colour").GetRawText());
            Assert.True(message.GetProperty("timestamp").GetInt64() > 1_000_000_000_000);
        }

        await ada.SendAsync("""{"type":"message","content":"to you","echo":false}""");
        await ada.SendAsync("""{"type":"message","content":"to all"}""");
        Assert.Equal("to you", Text(await bob.ReadAsync("message"), "content"));
        Assert.Equal("to all", Text(await bob.ReadAsync("message"), "content"));
        Assert.Equal("to all", Text(await ada.ReadUntilAsync("message"), "content"));
    }

    [Fact]
    public async Task Typing_reaches_the_others_only_and_is_not_kept()
    {
        await using var ada = await JoinAsync("u1", "Ada");
        await using var bob = await JoinAsync("u2", "Bob");
        await ada.ReadAsync("join");
        await ada.SendAsync("""{"type":"message","content":"hi"}""");
        await bob.ReadAsync("message"); // from here on it is live, and gets what is not kept in its place
        await ada.ReadAsync("message");
        await ada.SendAsync("""{"type":"typing","isTyping":true}""");
        await ada.SendAsync("""{"type":"message","content":"done"}""");

        var typing = await bob.ReadAsync("typing");
        Assert.Equal(("u1", "Ada"), (Text(typing, "userId"), Text(typing, "username")));
        Assert.True(typing.GetProperty("isTyping").GetBoolean());
        await bob.ReadAsync("message");
        await ada.ReadAsync("message");
        var history = await _server.Http.GetJsonAsync("/history?topic=rooms/general");
        Assert.Equal(2, history.GetProperty("events").GetArrayLength());
    }

    [Theory]
    [InlineData("said")]
    [InlineData("closed")]
    [InlineData("cut")]
    public async Task Who_leaves_or_is_gone_is_told_once(string how)
    {
        await using var ada = await JoinAsync("u1", "Ada");
        var bob = await JoinAsync("u2", "Bob");
        await ada.ReadAsync("join");
        switch (how)
        {
            case "said":
                await bob.SendAsync("""{"type":"leave"}""");
                break;
            case "closed":
                await bob.Socket.CloseAsync(
                    System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, null, TestContext.Current.CancellationToken);
                break;
            default:
                bob.Socket.Abort();
                break;
        }

        Assert.Equal("u2", Text(await ada.ReadAsync("leave"), "userId"));
        if (how == "said")
        {
            await bob.SendAsync("""{"type":"ping"}""");
            await bob.ReadAsync("pong"); // and nothing of its own leave
        }

        await ada.SendAsync("""{"type":"message","content":"alone"}""");
        await ada.ReadAsync("message");
        await bob.DisposeAsync();
    }

    [Fact]
    public async Task A_newcomer_gets_the_last_messages_and_misses_none_and_gets_none_twice()
    {
        await using var ada = await JoinAsync("u1", "Ada");
        const int All = 200;
        var talking = Task.Run(
            async () =>
            {
                for (var i = 0; i < All; i++)
                {
                    await ada.SendAsync($$"""{"type":"message","content":{{i}}}""");
                }
            },
            TestContext.Current.CancellationToken);
        await using var bob = await JsonSocket.OpenAsync(_server);
        await bob.SendAsync("""{"type":"join","userId":"u2"}""");
        await bob.ReadAsync("join");
        var seen = (await bob.ReadAsync("room_state")).GetProperty("messages").EnumerateArray()
            .Select(message => message.GetProperty("content").GetInt32()).ToList();
        Assert.InRange(seen.Count, 0, 3);
        while (seen.Count == 0 || seen[^1] < All - 1)
        {
            seen.Add((await bob.ReadAsync("message")).GetProperty("content").GetInt32());
        }

        await talking.WithinDeadline();
        Assert.Equal(Enumerable.Range(seen[0], All - seen[0]), seen);
    }

    [Fact]
    public async Task What_is_subscribed_to_beside_a_room_keeps_its_own_form()
    {
        await using var ada = await JoinAsync("u1", "Ada");
        await ada.SubscribeAsync(""" "topics":["rooms/other","news"] """);
        await _server.Http.PublishAsync("""[{"topic":"news","data":1},{"topic":"rooms/other","data":"there"}]""");
        await ada.SendAsync("""{"type":"message","content":"here"}""");
        Assert.Equal("news", Text(await ada.ReadAsync("event"), "topic"));
        Assert.Equal("rooms/other", Text(await ada.ReadAsync("event"), "topic"));
        Assert.Equal("here", Text(await ada.ReadAsync("message"), "content"));
    }

    [Fact]
    public async Task A_message_that_is_posted_has_the_same_form()
    {
        await using var ada = await JoinAsync("u1", "Ada");
        await _server.Http.PublishAsync(
            """{"topic":"rooms/general","data":{"content":"posted","type":"x","position":"y","room":"z"}}""");
        var message = await ada.ReadAsync("message");
        Assert.Equal(("posted", "general"), (Text(message, "content"), Text(message, "room")));
        Assert.NotEqual("y", Text(message, "position"));
    }

    [Fact]
    public async Task A_signal_is_relayed_to_one_member_and_refused_when_it_is_gone()
    {
        await using var ada = await JoinAsync("u1", "Ada");
        await using var bob = await JoinAsync("u2", "Bob");
        await using var eve = await JoinAsync("u3", "Eve");
        await ada.ReadAsync("join");
        await ada.ReadAsync("join");
        await bob.ReadAsync("join");
        foreach (var to in new[] { "u2", MemberId(bob) })
        {
            await ada.SendAsync($$$"""{"type":"signal","id":"s","to":"{{{to}}}","data":{"sdp":"x"}}""");
            await ada.ReadAsync("ack");
            var signal = await bob.ReadAsync("signal");
            Assert.Equal(("u1", MemberId(ada)), (Text(signal, "userId"), Text(signal, "memberId")));
            Assert.Equal("""{"sdp":"x"}""", signal.GetProperty("data").GetRawText());
        }

        await ada.SendAsync("""{"type":"signal","id":"s","to":"nobody","data":1}""");
        Assert.Equal(404, Status(await ada.ReadAsync("error")));
        await eve.SendAsync("""{"type":"ping"}""");
        await eve.ReadAsync("pong");
        var history = await _server.Http.GetJsonAsync("/history?topic=rooms/general");
        Assert.Empty(history.GetProperty("events").EnumerateArray());
    }

    [Theory]
    [InlineData("""{"type":"message","content":1}""", 403)]
    [InlineData("""{"type":"typing"}""", 403)]
    [InlineData("""{"type":"signal","to":"x"}""", 403)]
    [InlineData("""{"type":"message"}""", 422)]
    [InlineData("""{"type":"signal"}""", 422)]
    [InlineData("""{"type":"join"}""", 422)]
    [InlineData("""{"type":"join","userId":""}""", 422)]
    [InlineData("""{"type":"join","userId":"u","room":"a/b"}""", 422)]
    [InlineData("""{"type":"join","userId":"u","room":"*"}""", 422)]
    [InlineData("""{"type":"join","userId":"u","room":""}""", 422)]
    public async Task What_cannot_be_done_is_answered(string message, int status)
    {
        await using var socket = await JsonSocket.OpenAsync(_server);
        await socket.SendAsync(message);
        Assert.Equal(status, Status(await socket.ReadAsync("error")));
        await socket.SendAsync("""{"type":"ping"}""");
        await socket.ReadAsync("pong");
    }

    [Fact]
    public async Task Rooms_are_apart_and_their_number_is_bounded()
    {
        await using var ada = await JoinAsync("u1", "Ada", "one");
        await using var bob = await JoinAsync("u2", "Bob", "two");
        await bob.SendAsync("""{"type":"message","room":"two","content":"two"}""");
        await bob.ReadAsync("message");
        for (var i = 1; i < 20; i++)
        {
            await ada.SendAsync($$"""{"type":"join","userId":"u1","room":"r{{i}}"}""");
            await ada.ReadAsync("join");
            await ada.ReadAsync("room_state");
        }

        await ada.SendAsync("""{"type":"join","userId":"u1","room":"more"}""");
        Assert.Equal(422, Status(await ada.ReadAsync("error")));
        await ada.SendAsync("""{"type":"leave","room":"r1"}""");
        await ada.SendAsync("""{"type":"join","userId":"u1","room":"more"}""");
        await ada.ReadAsync("join");
    }

    private async Task<JsonSocket> JoinAsync(string userId, string username, string room = "general")
    {
        var socket = await JsonSocket.OpenAsync(_server);
        await socket.SendAsync(
            $$"""{"type":"join","userId":"{{userId}}","username":"{{username}}","room":"{{room}}"}""");
        await socket.ReadAsync("join");
        await socket.ReadAsync("room_state");
        return socket;
    }

    private static string MemberId(JsonSocket socket) => Text(socket.Connected, "memberId")!;

    private static int Status(JsonElement error) => error.GetProperty("problem").GetProperty("status").GetInt32();

    private static string? Text(JsonElement message, string member) => message.GetProperty(member).GetString();
}
