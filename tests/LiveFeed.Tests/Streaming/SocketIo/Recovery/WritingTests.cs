using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.SocketIo.Recovery;

/// <summary>What a client can have written to the log by its rooms and topics alone.</summary>
public sealed class WritingTests : IAsyncDisposable
{
    private readonly LiveFeedServer _server = new(
        ("SocketIo:Recovery:Enabled", "true"), ("Access:Anonymous", "all"), ("Limits:PublishPerSecond", "5"));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Leaving_what_it_is_not_in_writes_nothing()
    {
        await using var ada = await RecoveringPeer.ConnectAsync(_server.Address);
        await ada.Peer.DoAsync("""["subscribe","t"]""");
        await ada.Peer.DoAsync("""["join-room","a"]""");
        var head = _server.Log.Head;
        for (var i = 0; i < 20; i++)
        {
            await ada.Peer.DoAsync("""["leave-room","other"]""");
            await ada.Peer.DoAsync("""["unsubscribe","other"]""");
            await ada.Peer.DoAsync("""["subscribe","t"]""");
        }

        Assert.Equal(head, _server.Log.Head);
    }

    [Theory]
    [InlineData("subscribe", "unsubscribe")]
    [InlineData("join-room", "leave-room")]
    public async Task Leaving_counts_as_publishing(string takes, string leaves)
    {
        await using var ada = await RecoveringPeer.ConnectAsync(_server.Address);
        var refusals = 0;
        for (var i = 0; i < 50 && refusals == 0; i++)
        {
            await ada.Peer.AskAsync($"[\"{takes}\",\"a\"]");
            var answer = (await ada.Peer.AskAsync($"[\"{leaves}\",\"a\"]"))[0];
            refusals += answer.TryGetProperty("error", out var error) &&
                error.GetProperty("status").GetInt32() == 429 ? 1 : 0;
        }

        Assert.Equal(1, refusals);
    }
}
