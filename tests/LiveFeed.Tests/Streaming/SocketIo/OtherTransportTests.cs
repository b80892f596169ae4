using System.Text.Json;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.SocketIo;

/// <summary>A page on <c>/ws</c> and one on Socket.IO are in the same room, with and without tokens.</summary>
public sealed class OtherTransportTests : IAsyncDisposable
{
    private readonly LiveFeedServer _server = new(
        ("Rooms:LeaveAfter", "00:00:00.200"),
        ("SocketIo:Relay:0", "cursor"),
        ("Access:Anonymous", "all"),
        Credentialed.BySecret);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task They_see_each_other_join_and_leave()
    {
        await using var page = await JoinWebSocketAsync();
        await using var peer = await JoinAsync();
        var joined = await page.ReadUntilAsync("join");
        Assert.Equal(
            (peer.Id, peer.Id, JsonValueKind.Null),
            (Text(joined, "userId"), Text(joined, "memberId"), joined.GetProperty("username").ValueKind));

        await using var other = await JoinWebSocketAsync("u2", "Bob");
        var seen = (await peer.ReadEventAsync("user-joined"))[0];
        Assert.Equal(
            (Text(other.Connected, "memberId"), "u2", "Bob"),
            (Text(seen, "userId"), Text(seen, "user"), Text(seen, "username")));
        await other.SendAsync("""{"type":"leave","room":"a"}""");
        var left = (await peer.ReadEventAsync("user-left"))[0];
        Assert.Equal(Text(other.Connected, "memberId"), Text(left, "userId"));

        Assert.Equal("u2", Text(await page.ReadUntilAsync("leave"), "userId"));
        await peer.SendAsync("1");
        Assert.Equal(peer.Id, Text(await page.ReadUntilAsync("leave"), "userId"));
    }

    [Fact]
    public async Task Messages_and_typing_go_both_ways()
    {
        await using var page = await JoinWebSocketAsync();
        await using var peer = await JoinAsync();
        await page.ReadUntilAsync("join");
        await peer.SendAsync("""2["message",{"content":"hi","username":"Ada"}]""");
        await peer.SendAsync("""2["typing",true]""");
        var message = await page.ReadAsync("message");
        Assert.Equal(
            (peer.Id, "Ada", "hi", peer.Id),
            (Text(message, "userId"), Text(message, "username"), Text(message, "content"), Text(message, "memberId")));
        var typing = await page.ReadAsync("typing");
        Assert.Equal((peer.Id, true), (Text(typing, "userId"), typing.GetProperty("isTyping").GetBoolean()));

        await page.SendAsync("""{"type":"message","room":"a","content":"oh"}""");
        await page.SendAsync("""{"type":"typing","room":"a"}""");
        await peer.ReadEventAsync("message"); // its own
        var seen = (await peer.ReadEventAsync("message"))[0];
        Assert.Equal(
            ("oh", Text(page.Connected, "memberId"), "u1", "Eve"),
            (Text(seen, "content"), Text(seen, "userId"), Text(seen, "user"), Text(seen, "username")));
        var seenTyping = (await peer.ReadEventAsync("user-typing"))[0];
        Assert.True(seenTyping.GetProperty("isTyping").GetBoolean());
        Assert.Equal("u1", Text(seenTyping, "user"));
    }

    [Fact]
    public async Task With_a_token_the_others_see_its_user_and_socket_io_clients_both()
    {
        var token = TestToken.For("rooms/**").BySecret();
        await using var page = await JoinWebSocketAsync();
        await using var peer = await JoinAsync();
        await page.ReadUntilAsync("join");
        await using var ada = await SocketIoPeer.ConnectAsync(_server, $$"""{"token":"{{token}}"}""");
        await ada.DoAsync("""["join-room","a"]""");

        var joined = await page.ReadUntilAsync("join");
        Assert.Equal(("ada", ada.Id), (Text(joined, "userId"), Text(joined, "memberId")));
        var seen = (await peer.ReadEventAsync("user-joined"))[0];
        Assert.Equal((ada.Id, "ada"), (Text(seen, "userId"), Text(seen, "user")));

        await ada.SendAsync("""2["message",{"text":"x","user":"forged"}]""");
        Assert.Equal("ada", Text(await page.ReadAsync("message"), "userId"));
        var message = (await peer.ReadEventAsync("message"))[0];
        Assert.Equal((ada.Id, "ada"), (Text(message, "userId"), Text(message, "user")));
        Assert.Single(message.EnumerateObject(), member => member.Name == "user");
    }

    [Fact]
    public async Task Signals_go_both_ways_to_one_connection()
    {
        await using var page = await JoinWebSocketAsync();
        await using var peer = await JoinAsync();
        await using var third = await JoinAsync();
        await page.ReadUntilAsync("join");
        await page.ReadUntilAsync("join");
        var id = Text(page.Connected, "memberId");
        await peer.DoAsync($$"""["signal",{"to":"{{id}}","data":{"sdp":1} }]""");
        var signal = await page.ReadAsync("signal");
        Assert.Equal((peer.Id, "1"), (Text(signal, "memberId"), signal.GetProperty("data").GetProperty("sdp").GetRawText()));

        await page.SendAsync($$"""{"type":"signal","room":"a","to":"{{peer.Id}}","data":2}""");
        await peer.ReadEventAsync("user-joined"); // the third
        var back = (await peer.ReadEventAsync("signal"))[0];
        Assert.Equal((id, 2), (Text(back, "userId"), back.GetProperty("data").GetInt32()));
        Assert.Equal("not-found", await peer.RefusedAsync("""["signal",{"to":"nobody","data":1}]"""));
        await third.HasNothingAsync();
    }

    [Fact]
    public async Task Binary_data_is_base64_to_the_others_and_they_may_send_it_so()
    {
        await using var page = await JoinWebSocketAsync();
        await using var peer = await JoinAsync();
        await page.ReadUntilAsync("join");
        await peer.SendAsync("""51-["message",{"file":{"_placeholder":true,"num":0}}]""");
        await peer.SendAsync([1, 2, 3]);
        Assert.Equal("""{"_binary":"AQID"}""", (await page.ReadAsync("message")).GetProperty("file").GetRawText());

        await page.SendAsync("""{"type":"message","room":"a","content":{"_binary":"AQID"}}""");
        await peer.ReadEventAsync("message"); // its own
        Assert.Equal("bAQID", await peer.ReadAsync());
        Assert.StartsWith(
            """51-["message",{"content":{"_placeholder":true,"num":0},""", await peer.ReadAsync(), StringComparison.Ordinal);
        Assert.Equal("bAQID", await peer.ReadAsync());
    }

    [Fact]
    public async Task A_relayed_event_is_an_event_of_the_room_elsewhere()
    {
        await using var page = await JsonSocket.OpenAsync(_server, "/ws?topic=rooms/a");
        await using var peer = await JoinAsync();
        await peer.DoAsync("""["cursor",1,"x"]""");

        var cursor = await page.ReadAsync("event");
        Assert.Equal(("cursor", "rooms/a"), (Text(cursor, "event"), Text(cursor, "topic")));
        var data = cursor.GetProperty("data");
        Assert.Equal((peer.Id, "[1,\"x\"]"), (Text(data, "memberId"), data.GetProperty("args").GetRawText()));
    }

    [Fact]
    public async Task A_message_by_rest_has_its_sender()
    {
        await using var peer = await JoinAsync();
        await _server.SendAsync(
            "POST",
            "/topics/rooms/a?event=message",
            [Credentialed.Bearer(TestToken.For("rooms/**").BySecret())],
            """{"text":"x"}""");

        var message = (await peer.ReadEventAsync("message"))[0];
        Assert.Equal(("x", "ada", "ada"), (Text(message, "text"), Text(message, "userId"), Text(message, "user")));
    }

    private async Task<SocketIoPeer> JoinAsync()
    {
        var peer = await SocketIoPeer.ConnectAsync(_server);
        await peer.DoAsync("""["join-room","a"]""");
        return peer;
    }

    private async Task<JsonSocket> JoinWebSocketAsync(string user = "u1", string name = "Eve")
    {
        var socket = await JsonSocket.OpenAsync(_server);
        await socket.SendAsync(
            $$"""{"type":"join","room":"a","userId":"{{user}}","username":"{{name}}"}""");
        await socket.ReadUntilAsync("room_state");
        return socket;
    }

    private static string? Text(JsonElement json, string member) => json.GetProperty(member).GetString();
}
