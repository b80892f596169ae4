using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace LiveFeed.Tests.Support;

/// <summary>A client of <c>/ws</c>: .NET's own WebSocket, which follows RFC 6455 to the letter.</summary>
internal sealed class JsonSocket : IAsyncDisposable
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        SslOptions = TestCertificate.AnyIsFine,
    });
    private readonly MemoryStream _message = new();

    private JsonSocket()
    {
    }

    internal ClientWebSocket Socket { get; } = new();

    /// <summary>The first message.</summary>
    internal JsonElement Connected { get; private set; }

    internal string ClientId => Connected.GetProperty("clientId").GetString()!;

    /// <summary>The last whole message as it came.</summary>
    internal string Text => Encoding.UTF8.GetString(_message.ToArray());

    internal static async Task<JsonSocket> OpenAsync(
        LiveFeedServer server, string pathAndQuery = "/ws", Action<ClientWebSocketOptions>? options = null)
    {
        var socket = await DialAsync(server.Address, pathAndQuery, options);
        socket.Connected = await socket.ReadAsync("connected");
        return socket;
    }

    /// <summary>Opens one that may be turned away.</summary>
    internal static async Task<JsonSocket> DialAsync(
        Uri address, string pathAndQuery = "/ws", Action<ClientWebSocketOptions>? options = null)
    {
        var socket = new JsonSocket();
        socket.Socket.Options.KeepAliveInterval = TimeSpan.Zero;
        socket.Socket.Options.HttpVersion = HttpVersion.Version11;
        options?.Invoke(socket.Socket.Options);
        var scheme = address.Scheme == "https" ? "wss" : "ws";
        var url = new UriBuilder(new Uri(address, pathAndQuery)) { Scheme = scheme }.Uri;
        await socket.Socket.ConnectAsync(url, socket._http, CancellationToken.None).WithinDeadline();
        return socket;
    }

    internal Task SendAsync(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        return Socket.SendAsync(bytes, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None)
            .WithinDeadline();
    }

    /// <summary>The next message.</summary>
    internal async Task<JsonElement> ReadAsync()
    {
        Assert.True(await TryReadAsync(), $"closed: {Socket.CloseStatus} {Socket.CloseStatusDescription}");
        return JsonSerializer.Deserialize<JsonElement>(_message.ToArray());
    }

    /// <summary>The next message, which must be of this type.</summary>
    internal async Task<JsonElement> ReadAsync(string type)
    {
        var message = await ReadAsync();
        Assert.True(message.GetProperty("type").GetString() == type, $"expected {type}, got {message}");
        return message;
    }

    /// <summary>The next message of this type; those before it are skipped.</summary>
    internal async Task<JsonElement> ReadUntilAsync(string type)
    {
        while (true)
        {
            var message = await ReadAsync();
            if (message.GetProperty("type").GetString() == type)
            {
                return message;
            }
        }
    }

    /// <summary>The data of so many events, which come one by one.</summary>
    internal async Task<string[]> ReadDataAsync(int count)
    {
        var data = new string[count];
        for (var i = 0; i < count; i++)
        {
            data[i] = (await ReadAsync("event")).GetProperty("data").GetRawText();
        }

        return data;
    }

    /// <summary>Reads the rest, answers the close, and gives its code.</summary>
    internal async Task<int> ReadCloseAsync()
    {
        while (await TryReadAsync())
        {
        }

        await Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).WithinDeadline();
        return (int)Socket.CloseStatus!;
    }

    internal async Task SubscribeAsync(string members)
    {
        await SendAsync($$"""{"type":"subscribe",{{members}}}""");
        await ReadAsync("subscribed");
    }

    /// <summary>Joins a room, and reads up to its state.</summary>
    internal async Task JoinAsync(string room, string userId)
    {
        await SendAsync($$"""{"type":"join","room":"{{room}}","userId":"{{userId}}"}""");
        await ReadAsync("join");
        await ReadAsync("room_state");
    }

    public ValueTask DisposeAsync()
    {
        Socket.Dispose();
        _http.Dispose();
        _message.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<bool> TryReadAsync()
    {
        _message.SetLength(0);
        var buffer = new byte[64 << 10];
        while (true)
        {
            var part = await Socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None).WithinDeadline();
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return false;
            }

            Assert.Equal(WebSocketMessageType.Text, part.MessageType);
            _message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
            {
                return true;
            }
        }
    }
}
