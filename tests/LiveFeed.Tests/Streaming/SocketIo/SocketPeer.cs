using System.Net.WebSockets;
using System.Text;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.SocketIo;

/// <summary>Over a WebSocket from the beginning.</summary>
internal sealed class SocketPeer : SocketIoPeer
{
    private readonly ClientWebSocket _socket = new();
    private readonly MemoryStream _message = new();

    internal static async Task<SocketIoPeer> DialAsync(Uri address, string query, string? token)
    {
        var peer = new SocketPeer();
        if (token is not null)
        {
            peer._socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        }

        var url = new UriBuilder(new Uri(address, $"/socket.io/?EIO=4&transport=websocket{query}")) { Scheme = "ws" }.Uri;
        await peer._socket.ConnectAsync(url, CancellationToken.None).WithinDeadline();
        Assert.StartsWith("0{", await peer.ReadMessageAsync(), StringComparison.Ordinal);
        return peer;
    }

    internal override Task SendAsync(string packet) => SendAsync(TextOf(packet), WebSocketMessageType.Text);

    internal override Task SendAsync(byte[] attachment) => SendAsync(attachment, WebSocketMessageType.Binary);

    protected override async Task<string> ReadNextAsync()
    {
        while (true)
        {
            var message = await ReadMessageAsync();
            if (message is "2")
            {
                await SendAsync("3"u8.ToArray(), WebSocketMessageType.Text);
            }
            else
            {
                Assert.True(message is not null, $"closed: {_socket.CloseStatus}");
                return message[0] == 'b' ? message : message[1..];
            }
        }
    }

    internal override async Task ReadCloseAsync()
    {
        while (await ReadMessageAsync() is not null)
        {
            // comes before the close
        }
    }

    internal override void Break() => _socket.Abort();

    public override ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _message.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task SendAsync(byte[] message, WebSocketMessageType type) =>
        _socket.SendAsync(message, type, endOfMessage: true, CancellationToken.None).WithinDeadline();

    // Null when the service has closed.
    private async Task<string?> ReadMessageAsync()
    {
        _message.SetLength(0);
        var buffer = new byte[64 << 10];
        while (true)
        {
            WebSocketReceiveResult part;
            try
            {
                part = await _socket.ReceiveAsync(buffer, CancellationToken.None).WithinDeadline();
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None)
                        .WithinDeadline();
                    return null;
                }
            }
            catch (WebSocketException)
            {
                return null;
            }

            _message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
            {
                var bytes = _message.ToArray();
                return part.MessageType == WebSocketMessageType.Text
                    ? Encoding.UTF8.GetString(bytes)
                    : $"b{Convert.ToBase64String(bytes)}";
            }
        }
    }
}
