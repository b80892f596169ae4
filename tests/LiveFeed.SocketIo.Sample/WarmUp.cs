using System.Net.WebSockets;
using System.Text;

namespace LiveFeed.SocketIo.Sample;

/// <summary>
/// Calls the sample once before anyone else does. The first call of a method compiles it, which may take longer than the
/// ping interval of the sample, and a suite that waits for an answer would be pinged first.
/// </summary>
internal static class WarmUp
{
    private static readonly string[] Messages =
    [
        "40", "42[\"message\",1]", "421[\"message-with-ack\",1]", "40/custom,{\"token\":\"1\"}", "41/custom,",
        "451-2[\"message-with-ack\",{\"_placeholder\":true,\"num\":0}]",
    ];

    internal static async Task RunAsync(Uri address)
    {
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        using var http = new HttpClient { BaseAddress = address };
        await http.GetStringAsync(new Uri("/socket.io/?EIO=4&transport=polling", UriKind.Relative), end.Token);
        using var socket = new ClientWebSocket();
        var url = new UriBuilder(new Uri(address, "/socket.io/?EIO=4&transport=websocket")) { Scheme = "ws" }.Uri;
        await socket.ConnectAsync(url, end.Token);
        foreach (var message in Messages)
        {
            await SendAsync(socket, Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, end.Token);
        }

        await SendAsync(socket, [1], WebSocketMessageType.Binary, end.Token);
        var buffer = new byte[1 << 10];
        for (var text = ""; !text.StartsWith("461-2", StringComparison.Ordinal);)
        {
            var part = await socket.ReceiveAsync(buffer, end.Token);
            text = Encoding.UTF8.GetString(buffer, 0, part.Count);
        }

        await SendAsync(socket, "4abc"u8.ToArray(), WebSocketMessageType.Text, end.Token);
    }

    private static Task SendAsync(
        ClientWebSocket socket, byte[] message, WebSocketMessageType type, CancellationToken cancellationToken) =>
        socket.SendAsync(message, type, endOfMessage: true, cancellationToken);
}
