using System.Net;
using System.Net.WebSockets;
using System.Text;
using LiveFeed.Streaming.SocketIo.Engine;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.SocketIo.Engine;

/// <summary>The same over TLS: <c>https:</c> for polls, <c>wss:</c> for the WebSocket, over HTTP/1.1.</summary>
public sealed class EngineTlsTests : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly EngineHost _host;
    private readonly HttpClient _http;

    public EngineTlsTests()
    {
        _host = new EngineHost(new EngineOptions(), time: null, TestCertificate.Settings(_folder));
        _http = new HttpClient(new SocketsHttpHandler { SslOptions = TestCertificate.AnyIsFine })
        {
            BaseAddress = _host.Address,
            DefaultRequestVersion = HttpVersion.Version11,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_client_polls_and_upgrades()
    {
        Assert.Equal("https", _host.Address.Scheme);
        var client = await PollingClient.OpenAsync(_http);
        await client.SendAsync("4a", "bAQID");
        Assert.Equal(["4a", "bAQID"], await client.PollAsync());
        using var socket = await OpenAsync($"&sid={client.Id}");
        await SendAsync(socket, "2probe");
        Assert.Equal("3probe", await ReadAsync(socket));

        await SendAsync(socket, "5");
        var large = $"4{new string('x', 200_000)}";
        await SendAsync(socket, large);

        Assert.Equal(large, await ReadAsync(socket));
        await client.AssertRefusedAfterUpgradeAsync();
    }

    [Fact]
    public async Task A_WebSocket_opens_and_its_service_sees_it_end()
    {
        using var socket = await OpenAsync("");
        Assert.StartsWith("0{", await ReadAsync(socket), StringComparison.Ordinal);
        var session = await _host.Application.NextAsync();
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).WithinDeadline();

        Assert.Equal(EngineCloseReason.TransportClose, await session.EndAsync());
    }

    private async Task<ClientWebSocket> OpenAsync(string query)
    {
        var socket = new ClientWebSocket();
        var url = new UriBuilder(new Uri(_host.Address, $"/engine.io/?EIO=4&transport=websocket{query}")) { Scheme = "wss" };
        await socket.ConnectAsync(url.Uri, _http, CancellationToken.None).WithinDeadline();
        return socket;
    }

    private static Task SendAsync(ClientWebSocket socket, string text) => socket.SendAsync(
        Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None)
        .WithinDeadline();

    private static async Task<string> ReadAsync(ClientWebSocket socket)
    {
        var text = new StringBuilder();
        var buffer = new byte[64 << 10];
        while (true)
        {
            var result = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None).WithinDeadline();
            text.Append(Encoding.UTF8.GetString(buffer, 0, result.Count));
            if (result.EndOfMessage)
            {
                return text.ToString();
            }
        }
    }
}
