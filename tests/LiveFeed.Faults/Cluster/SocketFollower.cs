using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using LiveFeed.Faults.Load;

namespace LiveFeed.Faults.Cluster;

/// <summary>A follower by a WebSocket.</summary>
internal sealed class SocketFollower(Nodes nodes) : NodeFollower(nodes)
{
    private readonly byte[] _buffer = new byte[64 << 10]; // far more than a message has

    protected override async Task FollowAsync(Service node, CancellationToken stop)
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(node.Address) { Scheme = "ws", Path = "/ws" }.Uri, stop);
        var after = Position is null ? "" : $",\"after\":\"{Position}\"";
        await socket.SendAsync(
            Encoding.UTF8.GetBytes($"{{\"type\":\"subscribe\",\"topics\":[\"{Producer.Topics}*\"]{after}}}"),
            WebSocketMessageType.Text,
            endOfMessage: true,
            stop);
        while (await ReadAsync(socket, stop) is { } message)
        {
            Take(message);
        }
    }

    private void Take(JsonElement message)
    {
        switch (message.GetProperty("type").GetString())
        {
            case "subscribed":
                Connected();
                break;
            case "event":
                Got(
                    message.GetProperty("position").GetString()!,
                    message.GetProperty("topic").GetString()!,
                    message.GetProperty("data").GetInt32());
                break;
            case "gap":
                ToldGap(message);
                break;
        }
    }

    // Null at the end of the connection.
    private async Task<JsonElement?> ReadAsync(ClientWebSocket socket, CancellationToken stop)
    {
        for (var length = 0; ;)
        {
            var read = await socket.ReceiveAsync(_buffer.AsMemory(length), stop);
            if (read.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            length += read.Count;
            if (read.EndOfMessage)
            {
                return JsonSerializer.Deserialize<JsonElement>(_buffer.AsSpan(0, length));
            }
        }
    }
}
