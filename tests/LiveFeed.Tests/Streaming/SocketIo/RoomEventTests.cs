using System.Text.Json;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.SocketIo;

/// <summary>What goes through rooms besides plain messages.</summary>
public sealed class RoomEventTests : IAsyncDisposable
{
    private readonly LiveFeedServer _server = new(
        ("Rooms:LeaveAfter", "00:00:00.200"), ("SocketIo:Relay:0", "cursor"), ("SocketIo:Namespaces:0", "/shop"));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_relayed_event_goes_to_the_others_with_all_its_values()
    {
        await using var ada = await JoinAsync("a");
        await using var bob = await JoinAsync("a", polls: true);
        await ada.SendAsync("""51-["cursor",1,{"x":[2.50]},"é",{"_placeholder":true,"num":0}]""");
        await ada.SendAsync([9]);

        Assert.Equal("""51-["cursor",1,{"x":[2.50]},"é",{"_placeholder":true,"num":0}]""", await bob.ReadAsync());
        Assert.Equal("bCQ==", await bob.ReadAsync());
        await ada.SendAsync("""2["cursor"]""");
        Assert.Equal("""2["cursor"]""", await bob.ReadAsync());
        await ada.ReadEventAsync("user-joined");
        await ada.HasNothingAsync();
    }

    [Fact]
    public async Task An_event_that_nobody_knows_is_ignored()
    {
        await using var ada = await JoinAsync("a");
        await using var bob = await JoinAsync("a");
        await ada.ReadEventAsync("user-joined");
        await ada.SendAsync("""2["dance",1]""");
        await ada.SendAsync("""25["dance",1]""");

        await ada.HasNothingAsync();
        await bob.HasNothingAsync();
    }

    [Fact]
    public async Task Binary_data_of_a_message_comes_back_as_binary_data()
    {
        await using var ada = await JoinAsync("a");
        await using var bob = await JoinAsync("a", polls: true);
        await bob.SendAsync("""51-["message",{"file":{"_placeholder":true,"num":0},"name":"x"}]""");
        await bob.SendAsync([1, 2, 3]);

        Assert.Equal("user-joined", await NameAsync(ada));
        foreach (var peer in new[] { ada, bob })
        {
            Assert.StartsWith(
                """51-["message",{"file":{"_placeholder":true,"num":0},"name":"x","userId":""",
                await peer.ReadAsync(),
                StringComparison.Ordinal);
            Assert.Equal("bAQID", await peer.ReadAsync());
        }
    }

    [Fact]
    public async Task The_rooms_of_another_namespace_are_others()
    {
        await using var ada = await JoinAsync("a");
        await using var bob = await SocketIoPeer.ConnectAsync(_server, ns: "/shop,");
        Assert.Equal("""{"room":"a"}""", (await bob.DoAsync("""["join-room","a"]""", "/shop,")).GetRawText());
        await bob.SendAsync("""2/shop,["message",{"n":1}]""");
        Assert.StartsWith("2/shop,[\"message\",{\"n\":1,", await bob.ReadAsync(), StringComparison.Ordinal);

        await ada.HasNothingAsync();
        var members = await _server.Http.GetStringAsync(
            new Uri("/members?topic=rooms/shop.a", UriKind.Relative), TestContext.Current.CancellationToken);
        var list = JsonSerializer.Deserialize<JsonElement>(members);
        Assert.Equal(bob.Id, list.GetProperty("members")[0].GetProperty("memberIds")[0].GetString());
    }

    [Fact]
    public async Task Three_hundred_messages_come_in_their_order()
    {
        await using var ada = await JoinAsync("a");
        await using var bob = await JoinAsync("a", polls: true);
        await ada.ReadEventAsync("user-joined");
        for (var i = 0; i < 300; i++)
        {
            await ada.SendAsync($"2[\"message\",{{\"n\":{i}}}]");
        }

        foreach (var peer in new[] { ada, bob })
        {
            for (var i = 0; i < 300; i++)
            {
                Assert.Equal(i, (await peer.ReadEventAsync("message"))[0].GetProperty("n").GetInt32());
            }
        }
    }

    [Fact]
    public async Task What_waits_of_a_room_when_it_is_left_does_not_come_any_more()
    {
        await using var slow = new LiveFeedServer(("Delivery:FlushWindow", "00:00:00.500"));
        await using var ada = await SocketIoPeer.ConnectAsync(slow);
        await using var bob = await SocketIoPeer.ConnectAsync(slow);
        await ada.DoAsync("""["subscribe","end"]""");
        await ada.DoAsync("""["join-room","a"]""");
        await bob.DoAsync("""["join-room","a"]""");
        for (var i = 0; i < 3; i++)
        {
            await bob.DoAsync("""["typing",true]"""); // waits for the end of the window
        }

        await ada.DoAsync("""["leave-room","a"]""");
        await slow.Http.PublishAsync("""{"topic":"end","event":"end","data":1}""");

        for (var name = ""; name != "end";)
        {
            name = await NameAsync(ada);
            Assert.Contains(name, (string[])["user-joined", "user-typing", "end"]);
        }
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
}
