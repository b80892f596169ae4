using System.Net;
using System.Net.WebSockets;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.WebSockets;

/// <summary>
/// .NET's own client over HTTP/2, where CONNECT opens a WebSocket: over TLS, and with prior knowledge, as a proxy speaks it.
/// </summary>
public sealed class Http2Tests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_follows_publishes_and_is_in_a_room(bool tls)
    {
        await using var server = Server(tls);
        await using var ada = await OpenAsync(server);
        await using var bob = await OpenAsync(server);
        await ada.SubscribeAsync(""" "topics":["a"] """);
        for (var i = 0; i < 100; i++)
        {
            await bob.SendAsync($$"""{"type":"publish","topic":"a","data":{{i}}}""");
        }

        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i}"), await ada.ReadDataAsync(100));
        await ada.SendAsync("""{"type":"join","userId":"ada"}""");
        await ada.ReadUntilAsync("room_state");
        await bob.SendAsync("""{"type":"join","userId":"bob"}""");
        Assert.Equal("bob", (await ada.ReadUntilAsync("join")).GetProperty("userId").GetString());
        await bob.SendAsync($$"""{"type":"message","content":"{{new string('x', 200_000)}}"}""");
        Assert.Equal(200_000, (await ada.ReadUntilAsync("message")).GetProperty("content").GetString()!.Length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_closes_with_a_code_from_either_side(bool tls)
    {
        await using var server = Server(tls);
        await using var ada = await OpenAsync(server);
        await using var bob = await OpenAsync(server);
        var token = TestContext.Current.CancellationToken;
        await ada.Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, token).WithinDeadline();
        await Deadline.UntilAsync(() => server.Hub.Everyone.Count == 1, "it has left");

        server.Hub.Find(bob.ClientId)!.Close(LiveFeed.Frames.CloseReason.Kicked);
        Assert.Equal(4403, await bob.ReadCloseAsync());
    }

    private LiveFeedServer Server(bool tls) => new(tls
        ? TestCertificate.Settings(_folder)
        : [("/Kestrel:Endpoints:Http2:Url", "http://127.0.0.1:0"), ("/Kestrel:Endpoints:Http2:Protocols", "Http2")]);

    private static Task<JsonSocket> OpenAsync(LiveFeedServer server) => JsonSocket.OpenAsync(server, "/ws", options =>
    {
        options.HttpVersion = HttpVersion.Version20;
        options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        options.DangerousDeflateOptions = new WebSocketDeflateOptions();
    });
}
