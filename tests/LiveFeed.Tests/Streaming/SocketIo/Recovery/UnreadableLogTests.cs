using LiveFeed.Log;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.SocketIo.Recovery;

/// <summary>A client comes back while the log cannot be read.</summary>
public sealed class UnreadableLogTests : IAsyncDisposable
{
    private readonly LiveFeedServer _server;
    private FailingLog _log = null!;

    public UnreadableLogTests() => _server = new LiveFeedServer(
        services => FailingLog.AddTo(services, log => _log = log),
        ("SocketIo:Recovery:Enabled", "true"),
        ("Access:Anonymous", "none"),
        ("Limits:ConnectionsPerUser", "2"),
        Credentialed.BySecret);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Its_connection_is_closed_each_time_and_it_has_its_state_when_the_log_is_back(bool polls)
    {
        var token = TestToken.For("**").BySecret();
        await using var ada = await RecoveringPeer.ConnectAsync(_server.Address, polls, token);
        await ada.Peer.DoAsync("""["join-room","a"]""");
        await ada.Peer.DoAsync("""["message",{"n":1}]""");
        Assert.Equal("message 1", await ada.ReadNewsAsync());
        await ada.DisposeAsync();

        _log.Unreadable = new LogUnavailableException("Redis does not answer");
        for (var tries = 0; tries < 3; tries++)
        {
            await using var again = await SocketIoPeer.OpenAsync(_server, polls);
            await again.SendAsync($$"""0{"pid":"{{ada.Secret}}","offset":"{{ada.Offset}}","token":"{{token}}"}""");
            await again.ReadCloseAsync();
        }

        _log.Unreadable = null;
        await ada.ComeBackAsync(_server.Address);
        Assert.True(ada.IsRecovered);
    }
}
