using System.Net;
using System.Net.WebSockets;
using System.Text;
using LiveFeed.Streaming.SocketIo.Engine;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.SocketIo.Engine;

/// <summary>The same over HTTP/2, where CONNECT opens a WebSocket.</summary>
public sealed class EngineHttp2Tests : IAsyncDisposable
{
    private readonly EngineHost _host = new(
        new EngineOptions(),
        time: null,
        ("/Kestrel:Endpoints:Http2:Url", "http://127.0.0.1:0"),
        ("/Kestrel:Endpoints:Http2:Protocols", "Http2"));

    private readonly HttpClient _http;

    public EngineHttp2Tests() => _http = new HttpClient
    {
        BaseAddress = _host.Address,
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task A_client_polls_and_upgrades()
    {
        var client = await PollingClient.OpenAsync(_http);
        await client.SendAsync("4a", "bAQID");
        Assert.Equal(["4a", "bAQID"], await client.PollAsync());
        using var socket = await OpenAsync($"&sid={client.Id}");
        await SendAsync(socket, "2probe");
        Assert.Equal("3probe", await ReadAsync(socket));

        await SendAsync(socket, "5");
        await SendAsync(socket, "4b");

        Assert.Equal("4b", await ReadAsync(socket));
        await client.AssertRefusedAfterUpgradeAsync();
    }

    [Fact]
    public async Task A_poll_that_breaks_off_closes_the_connection()
    {
        var client = await PollingClient.OpenAsync(_http);
        var session = await _host.Application.NextAsync();
        using var cancelled = new CancellationTokenSource();
        var poll = client.GetAsync(cancelled.Token);
        await session.HasPollAsync();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => poll);
        Assert.Equal(EngineCloseReason.TransportClose, await session.EndAsync());
    }

    [Fact]
    public async Task A_WebSocket_opens_and_is_closed_at_its_end()
    {
        using var socket = await OpenAsync("");
        Assert.StartsWith("0{", await ReadAsync(socket), StringComparison.Ordinal);
        await SendAsync(socket, "4hello");
        Assert.Equal("4hello", await ReadAsync(socket));

        await SendAsync(socket, "1");

        Assert.Equal("", await ReadAsync(socket));
        Assert.Equal(WebSocketState.CloseReceived, socket.State);
    }

    private async Task<ClientWebSocket> OpenAsync(string query)
    {
        var socket = new ClientWebSocket();
        socket.Options.HttpVersion = HttpVersion.Version20;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        var url = new UriBuilder(new Uri(_host.Address, $"/engine.io/?EIO=4&transport=websocket{query}")) { Scheme = "ws" };
        await socket.ConnectAsync(url.Uri, _http, CancellationToken.None).WithinDeadline();
        return socket;
    }

    private static Task SendAsync(ClientWebSocket socket, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return socket.SendAsync(bytes, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None)
            .WithinDeadline();
    }

    private static async Task<string> ReadAsync(ClientWebSocket socket)
    {
        var buffer = new byte[4_096];
        var result = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None).WithinDeadline();
        return Encoding.UTF8.GetString(buffer, 0, result.Count);
    }
}
