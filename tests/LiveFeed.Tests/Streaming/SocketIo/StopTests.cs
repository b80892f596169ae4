using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.SocketIo;

/// <summary>The service stops.</summary>
public sealed class StopTests
{
    [Fact]
    public async Task A_client_is_told_in_each_namespace_before_its_connection_is_closed()
    {
        await using var server = new LiveFeedServer(("SocketIo:Namespaces:0", "/shop"));
        await using var peer = await SocketIoPeer.ConnectAsync(server);
        await peer.ConnectAsync(ns: "/shop,");
        var stop = server.DisposeAsync().AsTask();
        string[] told = [await peer.ReadAsync(), await peer.ReadAsync()];

        Assert.Equal(
            [
                """2["livefeed.closing",{"reason":"shutdown","reconnect":true}]""",
                """2/shop,["livefeed.closing",{"reason":"shutdown","reconnect":true}]""",
            ],
            told.Order(StringComparer.Ordinal).Reverse());
        await peer.ReadCloseAsync();
        await stop.WithinDeadline();
    }
}
