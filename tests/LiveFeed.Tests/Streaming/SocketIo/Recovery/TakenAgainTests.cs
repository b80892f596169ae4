using LiveFeed.Streaming.SocketIo.Recovery;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.SocketIo.Recovery;

/// <summary>A client takes a topic again while events of it are on their way, and then its connection breaks.</summary>
public sealed class TakenAgainTests : IAsyncDisposable
{
    private readonly LiveFeedServer _server = new(("SocketIo:Recovery:Enabled", "true"), ("Access:Anonymous", "all"));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_topic_that_is_subscribed_twice_loses_nothing()
    {
        await using var ada = await SubscribedAsync();
        await PublishAsync(2);
        await PublishAsync(3);
        await ada.Peer.DoAsync("""["subscribe","rooms/a"]""");

        await BreakAsync(ada);
        Assert.Equal(["x 2", "x 3", "x 4"], await ada.ReadNewsAsync(3));
    }

    [Fact]
    public async Task A_topic_that_was_unsubscribed_meanwhile_misses_what_came_meanwhile_only()
    {
        await using var ada = await SubscribedAsync();
        await PublishAsync(2);
        await ada.Peer.DoAsync("""["unsubscribe","rooms/a"]""");
        await PublishAsync(3);
        await ada.Peer.DoAsync("""["subscribe","rooms/*"]""");

        await BreakAsync(ada);
        Assert.Equal(["x 2", "x 4"], await ada.ReadNewsAsync(2));
    }

    [Fact]
    public async Task A_room_that_was_left_meanwhile_misses_what_came_meanwhile_only()
    {
        await using var ada = await RecoveringPeer.ConnectAsync(_server.Address);
        await ada.Peer.DoAsync("""["join-room","a"]""");
        await PublishAsync(1);
        Assert.Equal("x 1", await ada.ReadNewsAsync());
        await PublishAsync(2);
        await ada.Peer.DoAsync("""["leave-room","a"]""");
        await PublishAsync(3);
        await ada.Peer.DoAsync("""["join-room","a"]""");

        await BreakAsync(ada);
        Assert.Equal(["x 2", "x 4"], await ada.ReadOnlyAsync("x", 2));
    }

    [Fact]
    public async Task A_client_that_left_very_many_topics_since_its_last_event_begins_anew()
    {
        await using var ada = await SubscribedAsync();
        await PublishAsync(2);
        await ada.Peer.DoAsync("""["unsubscribe","rooms/a"]""");
        for (var i = 0; i < FollowedTopics.MaxPast; i++)
        {
            await ada.Peer.DoAsync("""["subscribe","other"]""");
            await ada.Peer.DoAsync("""["unsubscribe","other"]""");
        }

        await ada.Peer.DoAsync("""["subscribe","rooms/a"]""");
        await ada.DisposeAsync();
        await ada.ComeBackAsync(_server.Address);
        Assert.False(ada.IsRecovered);
    }

    private async Task<RecoveringPeer> SubscribedAsync()
    {
        var ada = await RecoveringPeer.ConnectAsync(_server.Address);
        await ada.Peer.DoAsync("""["subscribe","rooms/a"]""");
        await PublishAsync(1);
        Assert.Equal("x 1", await ada.ReadNewsAsync());
        return ada;
    }

    // What came since its last event is not read, as if it had not arrived.
    private async Task BreakAsync(RecoveringPeer ada)
    {
        await ada.DisposeAsync();
        await PublishAsync(4);
        await ada.ComeBackAsync(_server.Address);
        Assert.True(ada.IsRecovered);
    }

    private Task PublishAsync(int n) =>
        _server.Http.PublishAsync($$$"""{"topic":"rooms/a","event":"x","data":{"n":{{{n}}}}}""");
}
