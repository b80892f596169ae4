using System.Text.Json;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.SocketIo;

/// <summary>What a client follows and publishes by its events.</summary>
public sealed class SubscribeTests : IAsyncDisposable
{
    private readonly LiveFeedServer _server = new(("Limits:TopicsPerClient", "3"), ("SocketIo:Namespaces:0", "/shop"));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("\"orders/**\"", false)]
    [InlineData("[\"orders/**\",\"x\"]", true)]
    [InlineData("{\"topics\":[\"orders/**\"]}", false)]
    public async Task What_it_subscribed_to_comes_under_the_events_name(string topics, bool polls)
    {
        await using var peer = await SocketIoPeer.ConnectAsync(_server, polls: polls);
        var answer = await peer.DoAsync($"[\"subscribe\",{topics}]");
        Assert.Equal("orders/**", answer.GetProperty("topics")[0].GetString());
        Assert.NotNull(answer.GetProperty("position").GetString());

        await PublishAsync("""{"topic":"orders/eu","event":"paid","data":{"id": 1.50}}""");
        var packet = await peer.ReadAsync();
        Assert.StartsWith(
            """2["paid",{"id":1.50},{"topic":"orders/eu","position":""", packet, StringComparison.Ordinal);
        var about = JsonSerializer.Deserialize<JsonElement>(packet[1..])[2];
        Assert.Equal(["topic", "position", "time"], about.EnumerateObject().Select(member => member.Name));
        Assert.True(about.GetProperty("time").TryGetDateTimeOffset(out _));
    }

    [Fact]
    public async Task It_gets_what_it_missed_or_the_last_ones()
    {
        for (var i = 0; i < 5; i++)
        {
            await PublishAsync($$"""{"topic":"a","data":{{i}}}""");
        }

        await using var peer = await SocketIoPeer.ConnectAsync(_server);
        await peer.SendAsync("""2["subscribe",{"topics":["a"],"last":2}]""");
        Assert.Equal("3", await DataAsync(peer, "message"));
        var last = await peer.ReadEventAsync("message");
        Assert.Equal(4, last[0].GetInt32());

        await using var other = await SocketIoPeer.ConnectAsync(_server);
        var second = await FirstPositionAsync();
        await other.SendAsync($$"""2["subscribe",{"topics":["a"],"after":"{{second}}"}]""");
        Assert.Equal("1", await DataAsync(other, "message"));
    }

    [Fact]
    public async Task A_room_and_a_subscription_to_its_topic_do_not_end_each_other()
    {
        await using var ada = await SocketIoPeer.ConnectAsync(_server);
        await ada.DoAsync("""["subscribe","rooms/both"]""");
        await ada.DoAsync("""["join-room","both"]""");
        await ada.DoAsync("""["unsubscribe","rooms/both"]""");
        await ada.DoAsync("""["message",{"n":1}]""");
        Assert.Equal(1, (await ada.ReadEventAsync("message"))[0].GetProperty("n").GetInt32());

        await ada.DoAsync("""["subscribe","rooms/both"]""");
        await ada.DoAsync("""["leave-room","both"]""");
        await PublishAsync("""{"topic":"rooms/both","data":{"content":"","n":2}}""");
        var told = await ada.ReadEventAsync("message");
        Assert.Equal(
            (2, "rooms/both"), (told[0].GetProperty("n").GetInt32(), told[1].GetProperty("topic").GetString()));
    }

    [Fact]
    public async Task It_unsubscribes()
    {
        await using var peer = await SocketIoPeer.ConnectAsync(_server);
        await peer.DoAsync("""["subscribe",["a","b"]]""");
        Assert.Equal("{}", (await peer.DoAsync("""["unsubscribe","a"]""")).GetRawText());
        await PublishAsync("""{"topic":"a","data":1}""");
        await PublishAsync("""{"topic":"b","data":2}""");

        Assert.Equal("2", await DataAsync(peer, "message"));
    }

    [Theory]
    [InlineData("""["subscribe"]""", "malformed")]
    [InlineData("""["subscribe",[]]""", "invalid")]
    [InlineData("""["subscribe","a b"]""", "invalid")]
    [InlineData("""["subscribe",1]""", "invalid")]
    [InlineData("""["subscribe",{"topics":["a"],"last":-1}]""", "invalid")]
    [InlineData("""["subscribe",{"topics":["a"],"x":1}]""", "invalid")]
    [InlineData("""["subscribe",["a","b","c","d"]]""", "invalid")]
    [InlineData("""["unsubscribe",7]""", "invalid")]
    [InlineData("""["publish"]""", "invalid")]
    [InlineData("""["publish",{"topic":"a"}]""", "invalid")]
    [InlineData("""["publish",{"topic":"rooms/a/members","event":"join","data":{}}]""", "forbidden")]
    [InlineData("""["publish",[{"topic":"a","data":1},{"topic":"*","data":1}]]""", "invalid")]
    [InlineData("""["token"]""", "invalid")]
    [InlineData("""["token",5]""", "invalid")]
    [InlineData("""["join-room",5]""", "invalid")]
    [InlineData("""["join-room","a/b"]""", "invalid")]
    [InlineData("""["signal",{"data":1}]""", "invalid")]
    [InlineData("""["message",{"x":"\ud800"}]""", "malformed")]
    public async Task What_it_may_not_do_is_told_by_the_acknowledgement_or_else_by_an_event(string array, string problem)
    {
        await using var peer = await SocketIoPeer.ConnectAsync(_server);
        await peer.DoAsync("""["join-room","general"]""");
        Assert.Equal(problem, await peer.RefusedAsync(array));

        await peer.SendAsync($"2{array}");
        var told = Assert.Single(await peer.ReadEventAsync("livefeed.error"));
        Assert.Equal(JsonSerializer.Deserialize<JsonElement>(array)[0].GetString(), told.GetProperty("event").GetString());
        Assert.EndsWith(problem, told.GetProperty("problem").GetProperty("type").GetString(), StringComparison.Ordinal);
        await peer.HasNothingAsync();
    }

    [Fact]
    public async Task It_publishes_as_a_producer_does()
    {
        await using var peer = await SocketIoPeer.ConnectAsync(_server);
        await peer.DoAsync("""["subscribe","a"]""");
        var one = await peer.DoAsync("""["publish",{"topic":"b","event":"x","data":1,"id":"once"}]""");
        Assert.Equal((1, 0), (one.GetProperty("accepted").GetInt32(), one.GetProperty("duplicates").GetInt32()));
        var again = await peer.DoAsync("""["publish",{"topic":"b","event":"x","data":1,"id":"once"}]""");
        Assert.Equal(1, again.GetProperty("duplicates").GetInt32());
        Assert.Equal(
            one.GetProperty("positions").GetRawText(), again.GetProperty("positions").GetRawText());

        await peer.SendAsync(
            """51-["publish",[{"topic":"a","data":[{"_placeholder":true,"num":0}]},{"topic":"a","data":2}]]""");
        await peer.SendAsync([1]);
        Assert.StartsWith(
            """51-["message",[{"_placeholder":true,"num":0}],""", await peer.ReadAsync(), StringComparison.Ordinal);
        Assert.Equal("bAQ==", await peer.ReadAsync());
        Assert.Equal("2", await DataAsync(peer, "message"));
    }

    [Theory]
    [InlineData("disconnect")]
    [InlineData("connect")]
    [InlineData("connect_error")]
    [InlineData("newListener")]
    public async Task An_event_with_a_name_that_would_close_the_clients_connection_gets_another(string name)
    {
        await using var peer = await SocketIoPeer.ConnectAsync(_server);
        await peer.DoAsync("""["subscribe","a"]""");
        await PublishAsync($$"""{"topic":"a","event":"{{name}}","data":1}""");

        var values = await peer.ReadEventAsync("livefeed.event");
        Assert.Equal((1, name), (values[0].GetInt32(), values[1].GetProperty("event").GetString()));
    }

    [Fact]
    public async Task Text_broadcasts_and_events_to_one_client_come_as_they_are()
    {
        await using var peer = await SocketIoPeer.ConnectAsync(_server, ns: "/shop,");
        await PublishAsync("""{"event":"notice","data":"at 22:00"}""");
        await PublishAsync($$"""{"to":{"client":"{{peer.Id}}"},"event":"reply","data":null}""");
        var notice = await peer.ReadEventAsync("notice", "/shop,");
        Assert.Equal(
            ("at 22:00", JsonValueKind.Null), (notice[0].GetString(), notice[1].GetProperty("topic").ValueKind));
        Assert.Equal(JsonValueKind.Null, (await peer.ReadEventAsync("reply", "/shop,"))[0].ValueKind);

        await peer.DoAsync("""["subscribe","t"]""", "/shop,");
        using var text = new StringContent("a \"text\"\nof lines", null, "text/plain");
        await _server.Http.PostAsync(new Uri("/topics/t", UriKind.Relative), text, TestContext.Current.CancellationToken);
        Assert.Equal("a \"text\"\nof lines", (await peer.ReadEventAsync("message", "/shop,"))[0].GetString());
    }

    [Theory]
    [InlineData("subscribe")]
    [InlineData("unsubscribe")]
    public async Task A_member_that_means_nothing_is_named(string name)
    {
        await using var peer = await SocketIoPeer.ConnectAsync(_server);
        var answer = (await peer.AskAsync($$"""["{{name}}",{"topics":["z"],"bad":1}]"""))[0];

        Assert.Equal(
            $"/bad: is not a member of a {name} message", answer.GetProperty("error").GetProperty("detail").GetString());
        Assert.Equal("invalid", await peer.RefusedAsync($"[\"{name}\",{{ }}]"));
    }

    private async Task PublishAsync(string json) => await _server.Http.PublishAsync(json);

    private static async Task<string> DataAsync(SocketIoPeer peer, string name) =>
        (await peer.ReadEventAsync(name))[0].GetRawText();

    private async Task<string> FirstPositionAsync()
    {
        var history = await _server.Http.GetStringAsync(new Uri("/history?topic=a&limit=1", UriKind.Relative));
        var first = JsonSerializer.Deserialize<JsonElement>(history).GetProperty("events")[0];
        return first.GetProperty("position").GetString()!;
    }
}
