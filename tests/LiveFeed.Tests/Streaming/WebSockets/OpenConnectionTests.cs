using System.Net.Sockets;
using System.Text;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.WebSockets;

/// <summary>What an open WebSocket holds of the server that it was opened by.</summary>
public sealed class OpenConnectionTests
{
    [Fact]
    public async Task The_request_of_an_open_connection_is_over_and_its_memory_free()
    {
        await using var server = new LiveFeedServer();
        using var requests = new Counted(server, "http.server.active_requests", "url.scheme");
        await using var socket = await JsonSocket.OpenAsync(server);

        await Deadline.UntilAsync(() => requests["http"] == 0, "no request is being served");
        await socket.SendAsync("""{"type":"ping"}""");
        await socket.ReadAsync("pong");
    }

    [Fact]
    public async Task A_silent_connection_is_not_ended_to_make_room_for_others()
    {
        await using var server = new LiveFeedServer(("Limits:Connections", "4"), ("Limits:TcpConnections", "8"));
        await using var socket = await JsonSocket.OpenAsync(server);
        using var others = new Several();
        for (var i = 0; i < 20; i++)
        {
            await others.AskAsync(server.Address);
        }

        await socket.SendAsync("""{"type":"ping"}""");
        await socket.ReadAsync("pong");
    }

    [Fact]
    public async Task Messages_that_come_with_the_handshake_are_taken()
    {
        await using var server = new LiveFeedServer();
        using var client = new TcpClient();
        await client.ConnectAsync(server.Address.Host, server.Address.Port, TestContext.Current.CancellationToken);
        var handshake =
            $"GET /ws HTTP/1.1\r\nHost: {server.Address.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        var ping = RawSocket.Frame(RawSocket.Text, Encoding.ASCII.GetBytes("""{"type":"ping"}"""));
        byte[] both = [.. Encoding.ASCII.GetBytes(handshake), .. ping];
        await client.GetStream().WriteAsync(both, TestContext.Current.CancellationToken);

        var answer = "";
        var buffer = new byte[4_096];
        while (!answer.Contains("\"pong\"", StringComparison.Ordinal))
        {
            var got = await client.GetStream().ReadAsync(buffer, TestContext.Current.CancellationToken);
            Assert.True(got > 0, $"ended after {answer}");
            answer += Encoding.ASCII.GetString(buffer, 0, got);
        }
    }

    // Connections that rest after a request.
    private sealed class Several : IDisposable
    {
        private readonly List<TcpClient> _clients = [];

        internal async Task AskAsync(Uri address)
        {
            var client = new TcpClient();
            _clients.Add(client);
            await client.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
            var request = Encoding.ASCII.GetBytes("GET /healthz/live HTTP/1.1\r\nHost: localhost\r\n\r\n");
            await client.GetStream().WriteAsync(request, TestContext.Current.CancellationToken);
            var answer = new byte[1_024];
            Assert.NotEqual(
                0, await client.GetStream().ReadAsync(answer, TestContext.Current.CancellationToken));
        }

        public void Dispose() => _clients.ForEach(client => client.Dispose());
    }
}
