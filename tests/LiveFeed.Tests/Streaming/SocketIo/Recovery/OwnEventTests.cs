using LiveFeed.Streaming.SocketIo.Handlers;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LiveFeed.Tests.Streaming.SocketIo.Recovery;

/// <summary>What a client that can recover its state is told of itself, and in which form.</summary>
public sealed class OwnEventTests : IAsyncDisposable
{
    private readonly LiveFeedServer _server = new(
        ("SocketIo:Recovery:Enabled", "true"), ("Access:Anonymous", "all"), ("Rooms:LeaveAfter", "00:00:00.100"));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_client_that_was_away_for_long_is_not_told_that_it_has_joined_again()
    {
        await using var ada = await RecoveringPeer.ConnectAsync(_server.Address);
        await using var bob = await RecoveringPeer.ConnectAsync(_server.Address);
        await ada.Peer.DoAsync("""["join-room","a"]""");
        await bob.Peer.DoAsync("""["join-room","a"]""");
        Assert.Equal("user-joined {}", await ada.ReadNewsAsync());
        ada.Peer.Break();
        Assert.Equal("user-left {}", await bob.ReadNewsAsync());

        await ada.ComeBackAsync(_server.Address);
        Assert.True(ada.IsRecovered);
        Assert.Equal("user-joined {}", await bob.ReadNewsAsync());
        await bob.Peer.DoAsync("""["message",{"n":1}]""");
        Assert.Equal("message 1", await ada.ReadNewsAsync());
    }

    [Fact]
    public async Task An_event_that_asks_for_an_acknowledgement_has_its_own_values_only()
    {
        _server.Services.GetRequiredService<MappedNamespaces>().Map("/app").On("go", async e =>
            e.Ack(await e.Socket.EmitWithAckAsync("question", TimeSpan.FromSeconds(20), 1)));
        await using var peer = await SocketIoPeer.ConnectAsync(_server, ns: "/app,");
        await peer.SendAsync("""2/app,4["go"]""");

        Assert.Matches("""^2/app,\d+\["question",1\]$""", await peer.ReadAsync());
    }
}
