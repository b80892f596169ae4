using System.Text.Json;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.WebSockets;

/// <summary>The topics of a room, for who is in it and for who also subscribes to them.</summary>
public sealed class RoomTopicTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task Unsubscribing_does_not_cut_the_room()
    {
        var room = NewRoom();
        await using var ada = await JoinAsync("ada", room);
        await AskAsync(ada, $"\"type\":\"subscribe\",\"topics\":[\"rooms/{room}\"]", "subscribed");
        await AskAsync(
            ada, $"\"type\":\"unsubscribe\",\"topics\":[\"rooms/{room}\",\"rooms/{room}/members\",\"rooms/**\"]", "ack");
        await using var bob = await JoinAsync("bob", room);
        await SayAsync(bob, room, "hi");
        await bob.ReadAsync("message");
        await AskAsync(bob, $"\"type\":\"leave\",\"room\":\"{room}\"", "ack");

        Assert.Equal("bob", (await ada.ReadAsync("join")).GetProperty("userId").GetString());
        Assert.Equal("hi", (await ada.ReadAsync("message")).GetProperty("content").GetString());
        Assert.Equal("bob", (await ada.ReadAsync("leave")).GetProperty("userId").GetString());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Leaving_does_not_take_a_subscription_away(bool subscribesFirst)
    {
        var room = NewRoom();
        await using var ada = await JsonSocket.OpenAsync(fixture.Server);
        if (subscribesFirst)
        {
            await AskAsync(ada, $"\"type\":\"subscribe\",\"topics\":[\"rooms/{room}\"]", "subscribed");
        }

        await ada.JoinAsync(room, "ada");
        if (!subscribesFirst)
        {
            await AskAsync(ada, $"\"type\":\"subscribe\",\"topics\":[\"rooms/{room}\"]", "subscribed");
        }

        await AskAsync(ada, $"\"type\":\"leave\",\"room\":\"{room}\"", "ack");
        await using var bob = await JoinAsync("bob", room);
        await SayAsync(bob, room, "hi");

        var told = await ada.ReadAsync("event"); // and nothing of who is in
        Assert.Equal("hi", told.GetProperty("data").GetProperty("content").GetString());
        await AskAsync(ada, $"\"type\":\"unsubscribe\",\"topics\":[\"rooms/{room}\"]", "ack");
        await SayAsync(bob, room, "nobody is there");
        await AskAsync(ada, "\"type\":\"ping\"", "pong");
    }

    [Fact]
    public async Task What_is_typed_when_a_newcomer_has_the_room_state_reaches_it()
    {
        var room = NewRoom();
        await using var ada = await JoinAsync("ada", room);
        await using var bob = await JsonSocket.OpenAsync(fixture.Server);
        for (var i = 0; i < 200; i++)
        {
            await bob.JoinAsync(room, "bob");
            await ada.SendAsync($$"""{"type":"typing","room":"{{room}}","n":{{i}}}""");
            await SayAsync(ada, room, "then");

            // The log has the one, and may give it before what was queued.
            JsonElement[] both = [await bob.ReadAsync(), await bob.ReadAsync()];
            var typing = Assert.Single(both, one => one.GetProperty("type").GetString() == "typing");
            Assert.Equal(i, typing.GetProperty("n").GetInt32());
            Assert.Single(both, one => one.GetProperty("type").GetString() == "message");
            await AskAsync(bob, $"\"type\":\"leave\",\"room\":\"{room}\"", "ack");
        }
    }

    [Fact]
    public async Task What_is_typed_when_a_join_is_acknowledged_reaches_it()
    {
        var room = NewRoom();
        await using var ada = await JoinAsync("ada", room);
        await using var bob = await JsonSocket.OpenAsync(fixture.Server);
        await bob.SendAsync($$"""{"type":"join","id":7,"room":"{{room}}","userId":"bob"}""");
        await bob.ReadAsync("join");
        await bob.ReadAsync("room_state");
        Assert.Equal(7, (await bob.ReadAsync("ack")).GetProperty("id").GetInt32());
        await ada.SendAsync($$"""{"type":"typing","room":"{{room}}"}""");
        await bob.ReadAsync("typing");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("other")]
    [InlineData("subscriber")]
    public async Task A_newcomer_gets_its_own_join_once_and_before_the_state(string? was)
    {
        var room = NewRoom();
        await using var ada = await JsonSocket.OpenAsync(fixture.Server);
        if (was == "other")
        {
            await ada.JoinAsync(room, "other"); // it is someone else from the next join on
        }
        else if (was == "subscriber")
        {
            await AskAsync(ada, $"\"type\":\"subscribe\",\"topics\":[\"rooms/{room}/*\"]", "subscribed");
        }

        await ada.SendAsync($$"""{"type":"join","room":"{{room}}","userId":"ada"}""");
        await ada.SendAsync("""{"type":"ping"}""");
        var told = new List<string>();
        do
        {
            var message = await ada.ReadAsync();
            told.Add(message.TryGetProperty("userId", out var who)
                ? $"{message.GetProperty("type")} {who}" : message.GetProperty("type").GetString()!);
        }
        while (!(told.Contains("pong") && told.Contains("room_state")));

        Assert.Equal(["join ada", "room_state"], told.Where(one => one is "join ada" or "room_state" or "event"));
    }

    [Fact]
    public async Task A_second_connection_of_a_user_is_told_of_its_join_though_it_follows_the_members()
    {
        var room = NewRoom();
        await using var first = await JoinAsync("ada", room);
        await using var second = await JsonSocket.OpenAsync(fixture.Server);
        await AskAsync(second, $"\"type\":\"subscribe\",\"topics\":[\"rooms/{room}/members\"]", "subscribed");

        await second.JoinAsync(room, "ada");
    }

    private static string NewRoom() => $"r{Guid.NewGuid():N}";

    private async Task<JsonSocket> JoinAsync(string userId, string room)
    {
        var socket = await JsonSocket.OpenAsync(fixture.Server);
        await socket.JoinAsync(room, userId);
        return socket;
    }

    private static Task SayAsync(JsonSocket socket, string room, string content) =>
        socket.SendAsync($$"""{"type":"message","room":"{{room}}","content":"{{content}}"}""");

    private static async Task AskAsync(JsonSocket socket, string members, string answer)
    {
        await socket.SendAsync($$"""{"id":1,{{members}}}""");
        await socket.ReadAsync(answer);
    }
}
