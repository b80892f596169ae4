using System.Net.WebSockets;
using System.Text;

namespace LiveFeed.Faults.Load;

/// <summary>A user who is in a room by a WebSocket. In turn it says that it leaves, and hangs up without a word.</summary>
/// <param name="service">Where the service is.</param>
/// <param name="room">The room.</param>
/// <param name="userId">Who it is.</param>
internal sealed class SocketVisitor(Uri service, string room, string userId) : Visitor(userId)
{
    private bool _saysLeave;

    protected override async Task StayAsync(CancellationToken leave)
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(service) { Scheme = "ws", Path = "/ws" }.Uri, leave);
        await SendAsync(socket, $$"""{"type":"join","room":"{{room}}","userId":"{{UserId}}"}""");
        var reading = ReadAsync(socket);
        await reading.WaitAsync(leave).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!reading.IsCompleted)
        {
            _saysLeave = !_saysLeave;
            await GoAsync(socket);
        }

        await reading;
    }

    private async Task GoAsync(ClientWebSocket socket)
    {
        if (_saysLeave)
        {
            await SendAsync(socket, $$"""{"type":"leave","room":"{{room}}"}""");
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
        else
        {
            socket.Abort();
        }
    }

    private static Task SendAsync(ClientWebSocket socket, string json) => socket.SendAsync(
        Encoding.UTF8.GetBytes(json), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    private static async Task ReadAsync(ClientWebSocket socket)
    {
        var buffer = new byte[4_096];
        while ((await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None)).MessageType !=
            WebSocketMessageType.Close)
        {
        }
    }
}
