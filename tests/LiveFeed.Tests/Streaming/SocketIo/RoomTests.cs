using System.Text.Json;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.SocketIo;

/// <summary>Rooms, in the events of a page that was made for a Socket.IO chat server.</summary>
public sealed class RoomTests : IAsyncDisposable
{
    private readonly LiveFeedServer _server = new(
        ("Rooms:LeaveAfter", "00:00:00.200"), ("SocketIo:Relay:0", "cursor"), ("SocketIo:Namespaces:0", "/shop"));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_others_are_told_of_a_newcomer_and_the_newcomer_is_not(bool polls)
    {
        await using var ada = await JoinAsync("a", polls);
        await using var bob = await JoinAsync("a");

        var joined = Assert.Single(await ada.ReadEventAsync("user-joined"));
        Assert.Equal(["userId", "timestamp"], joined.EnumerateObject().Select(member => member.Name));
        Assert.Equal(bob.Id, joined.GetProperty("userId").GetString());
        Assert.True(joined.GetProperty("timestamp").GetInt64() > 1_000_000_000_000);
        await bob.HasNothingAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_message_goes_to_everyone_in_the_room_its_sender_included(bool polls)
    {
        await using var ada = await JoinAsync("a", polls);
        await using var bob = await JoinAsync("a");
        await using var eve = await JoinAsync("b");
        await ada.ReadEventAsync("user-joined");
        await ada.SendAsync(
            """2["message",{"text":"é","username":"Ada","user":"x","deep":{"n":1.50},"userId":"forged","timestamp":1}]""");

        foreach (var peer in new[] { ada, bob })
        {
            var message = Assert.Single(await peer.ReadEventAsync("message"));
            Assert.Equal(
                ["text", "user", "deep", "userId", "username", "timestamp"],
                message.EnumerateObject().Select(member => member.Name));
            Assert.Equal(
                ("é", "x", "Ada", ada.Id, """{"n":1.50}"""),
                (Text(message, "text"), Text(message, "user"), Text(message, "username"), Text(message, "userId"),
                    message.GetProperty("deep").GetRawText()));
            Assert.True(message.GetProperty("timestamp").GetInt64() > 1_000_000_000_000);
        }

        await eve.HasNothingAsync();
    }

    [Theory]
    [InlineData("\"hi\"", """{"content":"hi"}""")]
    [InlineData("[1]", """{"content":[1]}""")]
    [InlineData("null", "{}")]
    [InlineData("", "{}")]
    public async Task A_message_that_is_no_object_is_its_content(string given, string own)
    {
        await using var ada = await JoinAsync("a");
        await ada.SendAsync(given.Length == 0 ? "2[\"message\"]" : $"2[\"message\",{given}]");

        var message = (await ada.ReadEventAsync("message"))[0];
        foreach (var member in JsonSerializer.Deserialize<JsonElement>(own).EnumerateObject())
        {
            Assert.Equal(member.Value.GetRawText(), message.GetProperty(member.Name).GetRawText());
        }

        Assert.Equal(ada.Id, Text(message, "userId"));
    }

    [Fact]
    public async Task Typing_goes_to_the_others_only()
    {
        await using var ada = await JoinAsync("a");
        await using var bob = await JoinAsync("a");
        await ada.ReadEventAsync("user-joined");
        foreach (var (given, expected) in new[] { ("true", "true"), ("false", "false"), ("{\"isTyping\":false}", "false") })
        {
            await ada.SendAsync($"2[\"typing\",{given}]");
            var typing = Assert.Single(await bob.ReadEventAsync("user-typing"));
            Assert.Equal(
                $$"""{"userId":"{{ada.Id}}","isTyping":{{expected}}}""", typing.GetRawText());
        }

        await ada.HasNothingAsync();
    }

    [Fact]
    public async Task What_is_sent_goes_to_the_first_room()
    {
        await using var ada = await JoinAsync("a");
        await ada.DoAsync("""["join-room","b"]""");
        await using var bob = await JoinAsync("b");
        await ada.ReadEventAsync("user-joined");
        await ada.SendAsync("""2["message",{"n":1}]""");
        Assert.Equal(1, (await ada.ReadEventAsync("message"))[0].GetProperty("n").GetInt32());
        await bob.HasNothingAsync();

        await ada.DoAsync("""["leave-room","a"]""");
        await ada.SendAsync("""2["message",{"n":2}]""");
        Assert.Equal(2, (await bob.ReadEventAsync("message"))[0].GetProperty("n").GetInt32());
    }

    [Fact]
    public async Task Without_a_room_nothing_is_sent()
    {
        await using var all = await SocketIoPeer.ConnectAsync(_server);
        await all.DoAsync("""["subscribe","**"]""");
        await using var peer = await SocketIoPeer.ConnectAsync(_server);
        foreach (var array in new[] { """["message",{}]""", """["typing",true]""", """["cursor",1]""" })
        {
            await peer.SendAsync($"2{array}");
            Assert.Equal("forbidden", await peer.RefusedAsync(array));
            Assert.Equal(0, peer.Skipped);
        }

        await all.HasNothingAsync();
    }

    [Theory]
    [InlineData("1")]
    [InlineData("2[\"leave-room\",\"a\"]")]
    [InlineData("break")]
    public async Task The_others_are_told_who_left(string how)
    {
        await using var ada = await JoinAsync("a");
        await using var bob = await JoinAsync("a");
        await ada.ReadEventAsync("user-joined");
        if (how == "break")
        {
            bob.Break();
        }
        else
        {
            await bob.SendAsync(how);
        }

        var left = Assert.Single(await ada.ReadEventAsync("user-left"));
        Assert.Equal(["userId", "timestamp"], left.EnumerateObject().Select(member => member.Name));
        Assert.Equal(bob.Id, Text(left, "userId"));
    }

    [Fact]
    public async Task Who_has_left_a_room_gets_nothing_of_it()
    {
        await using var ada = await JoinAsync("a");
        await using var bob = await JoinAsync("a");
        await bob.DoAsync("""["leave-room","a"]""");
        await ada.DoAsync("""["message",{}]""");

        await bob.HasNothingAsync();
    }

    private async Task<SocketIoPeer> JoinAsync(string room, bool polls = false)
    {
        var peer = await SocketIoPeer.ConnectAsync(_server, polls: polls);
        await peer.DoAsync($"[\"join-room\",\"{room}\"]");
        return peer;
    }

    private static async Task<string> NameAsync(SocketIoPeer peer)
    {
        var packet = await peer.ReadAsync();
        return JsonSerializer.Deserialize<JsonElement>(packet[packet.IndexOf('[', StringComparison.Ordinal)..])[0]
            .GetString()!;
    }

    private static string? Text(JsonElement json, string member) => json.GetProperty(member).GetString();
}
