using System.Text.Json;
using LiveFeed.Events;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Streaming.SocketIo.Recovery;

/// <summary>A client that is back after a break has what it had, and gets what it missed: once, and in order.</summary>
public sealed class RecoveryTests : IAsyncDisposable
{
    private readonly ShiftedTime _time = new();
    private readonly LiveFeedServer _server;

    public RecoveryTests() => _server = new LiveFeedServer(
        services => services.AddSingleton<TimeProvider>(_time),
        ("SocketIo:Recovery:Enabled", "true"),
        ("SocketIo:Relay:0", "cursor"),
        ("Rooms:LeaveAfter", "00:01:00"),
        ("Log:MaxEvents", "200"),
        ("Access:Anonymous", "all"),
        Credentialed.BySecret);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_has_its_id_and_rooms_and_topics_and_each_event_once(bool polls)
    {
        await using var ada = await RecoveringPeer.ConnectAsync(_server.Address, polls);
        await using var bob = await JoinedAsync("a");
        await ada.Peer.DoAsync("""["join-room","a"]""");
        await ada.Peer.DoAsync("""["join-room","b"]""");
        await ada.Peer.DoAsync("""["subscribe","t/*"]""");
        await bob.Peer.DoAsync("""["message",{"n":1}]""");
        Assert.Equal("message 1", await ada.ReadNewsAsync());
        await ada.DisposeAsync();

        await bob.Peer.DoAsync("""["message",{"n":2}]""");
        await PublishAsync("""{"topic":"t/x","event":"x","data":3}""");
        await PublishAsync("""{"topic":"other","event":"x","data":4}""");
        await bob.Peer.DoAsync("""["typing",true]""");
        await ada.ComeBackAsync(_server.Address);
        Assert.True(ada.IsRecovered);
        await bob.Peer.DoAsync("""["message",{"n":5}]""");
        await PublishAsync("""{"topic":"t/y","event":"x","data":6}""");
        Assert.Equal(["message 2", "x 3", "message 5", "x 6"], await ada.ReadNewsAsync(4));

        await ada.Peer.DoAsync("""["message",{"n":7}]"""); // to the first of its rooms
        Assert.Equal(["message 1", "message 2", "message 5", "message 7"], await bob.ReadOnlyAsync("message", 4));
    }

    [Fact]
    public async Task Nobody_is_told_that_it_was_away_when_it_is_back_in_time()
    {
        await using var bob = await JoinedAsync("a");
        await using var ada = await JoinedAsync("a");
        Assert.Equal("user-joined {}", await bob.ReadNewsAsync());
        ada.Offset = await OffsetAsync();
        ada.Peer.Break();
        await ada.ComeBackAsync(_server.Address);
        Assert.True(ada.IsRecovered);
        await ada.Peer.DoAsync("""["message",{"n":1}]""");

        Assert.Equal("message 1", await bob.ReadNewsAsync());
    }

    [Fact]
    public async Task It_takes_its_place_although_its_old_connection_seems_alive()
    {
        await using var ada = await JoinedAsync("a");
        await using var bob = await JoinedAsync("a");
        await bob.Peer.DoAsync("""["message",{"n":1}]""");
        Assert.Equal(["user-joined {}", "message 1"], await ada.ReadNewsAsync(2));
        var old = ada.Peer;
        await ada.ComeBackAsync(_server.Address);
        Assert.True(ada.IsRecovered);
        await bob.Peer.DoAsync("""["message",{"n":2}]""");

        Assert.Equal("message 2", await ada.ReadNewsAsync());
        await old.ReadCloseAsync();
        await old.DisposeAsync();
        Assert.Equal(2, _server.Hub.Everyone.Count);
    }

    [Fact]
    public async Task Every_event_ends_with_the_position_that_the_client_has_reached()
    {
        await using var bob = await JoinedAsync("a");
        await PublishAsync("""{"topic":"old","event":"x","data":0}""");
        await using var ada = await JoinedAsync("a");
        await bob.Peer.DoAsync("""["message",{"n":1}]""");
        await ada.ReadNewsAsync();
        var offset = ada.Offset;
        await bob.Peer.DoAsync("""["typing",true]""");
        await bob.Peer.DoAsync("""["cursor",1]""");
        await ada.Peer.SendAsync("""2["publish",{"topic":"*"}]""");
        await ada.Peer.SendAsync("""2["subscribe",{"topics":["old"],"last":1}]""");
        string[] all = ["user-typing {}", "cursor 1", "livefeed.error {}", "x 0", "livefeed.subscribed {}"];
        var read = new List<string>();
        while (read.Count < all.Length)
        {
            read.Add(await ada.ReadNewsAsync());
            Assert.True(Sequence(ada.Offset!) >= Sequence(offset!), $"{read[^1]} went back to {ada.Offset}");
            offset = ada.Offset;
        }

        Assert.Equal(all.Order(), read.Order());
    }

    [Fact]
    public async Task Events_from_before_it_was_in_are_none_of_its()
    {
        await using var ada = await RecoveringPeer.ConnectAsync(_server.Address);
        await ada.Peer.DoAsync("""["subscribe","t"]""");
        await PublishAsync("""{"topic":"t","event":"x","data":1}""");
        Assert.Equal("x 1", await ada.ReadNewsAsync());
        await using var bob = await JoinedAsync("a");
        await bob.Peer.DoAsync("""["message",{"n":1}]""");
        await PublishAsync("""{"topic":"later","event":"y","data":1}""");
        await ada.Peer.DoAsync("""["join-room","a"]""");
        await ada.Peer.DoAsync("""["subscribe","later"]""");
        await ada.DisposeAsync();
        await bob.Peer.DoAsync("""["message",{"n":2}]""");
        await PublishAsync("""{"topic":"later","event":"y","data":2}""");

        await ada.ComeBackAsync(_server.Address);
        Assert.True(ada.IsRecovered);
        Assert.Equal(["message 2", "y 2"], await ada.ReadNewsAsync(2));
    }

    [Fact]
    public async Task What_the_log_has_of_it_tells_nobody_anything()
    {
        await using var spy = await JsonSocket.OpenAsync(_server, "/ws?topic=**");
        await using var ada = await JoinedAsync("secret-room");
        var own = new Subscription { AnyTarget = true, Topics = [TopicPattern.Parse("system/**")] };
        var states = await _server.Log.ReadAsync(0, own, 100, conflate: false, TestContext.Current.CancellationToken);

        Assert.NotEmpty(states.Frames);
        Assert.All(states.Frames, frame =>
        {
            var text = frame.Event.Data.ToString();
            Assert.DoesNotContain(ada.Secret!, text, StringComparison.Ordinal);
            Assert.DoesNotContain("secret-room", text, StringComparison.Ordinal);
            Assert.DoesNotContain(ada.Id, text, StringComparison.Ordinal);
        });
        await PublishAsync("""{"topic":"end","data":1}""");
        for (var topic = ""; topic != "end";)
        {
            topic = (await spy.ReadAsync("event")).GetProperty("topic").GetString();
            Assert.DoesNotContain("socketio", topic, StringComparison.Ordinal);
        }
    }

    private async Task<RecoveringPeer> JoinedAsync(string room)
    {
        var peer = await RecoveringPeer.ConnectAsync(_server.Address);
        await peer.Peer.DoAsync($"[\"join-room\",\"{room}\"]");
        return peer;
    }

    private async Task<string> OffsetAsync()
    {
        var answer = await _server.Http.PublishAsync("""{"topic":"position","data":1}""");
        return answer.GetProperty("positions").GetProperty("last").GetString()!;
    }

    private async Task<JsonElement> PublishAsync(string json) => await _server.Http.PublishAsync(json);

    private static long Sequence(string position) =>
        long.Parse(position.Split('-')[1], System.Globalization.CultureInfo.InvariantCulture);
}
