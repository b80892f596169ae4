using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace LiveFeed.Tests.Streaming.Proxies;

/// <summary>Follows by WebSocket, in batches, and adds the second topic by <c>subscribe</c>.</summary>
internal sealed class SocketProxyClient(Uri address, Uri service, string start)
    : ProxyClient(address, service, start)
{
    internal override async Task ConnectAsync(CancellationToken stop)
    {
        using var socket = new ClientWebSocket();
        var url = $"ws://{Address.Authority}/ws?{Topics}&batch=true&lastEventId={Position}";
        await socket.ConnectAsync(new Uri(url), stop);
        var hasAsked = false;
        using var message = new MemoryStream();
        var buffer = new byte[16 << 10];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), stop);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return;
            }

            message.Write(buffer, 0, part.Count);
            if (!part.EndOfMessage)
            {
                continue;
            }

            Take(JsonSerializer.Deserialize<JsonElement>(message.ToArray()));
            message.SetLength(0);
            if (WantsSecond && !HasSecond && !hasAsked)
            {
                hasAsked = true;
                var ask = $$"""{"type":"subscribe","topics":["{{Second}}"],"after":"{{SecondAfter}}"}""";
                await socket.SendAsync(Encoding.UTF8.GetBytes(ask), WebSocketMessageType.Text, endOfMessage: true, stop);
            }
        }
    }

    private void Take(JsonElement message)
    {
        switch (message.GetProperty("type").GetString())
        {
            case "event":
                Advance(message);
                break;
            case "events":
                foreach (var e in message.GetProperty("events").EnumerateArray())
                {
                    Advance(e);
                }

                break;
            case "subscribed":
                HasSecond = true;
                break;
            case "position":
                Position = Later(Position, message.GetProperty("position").GetString()!);
                break;
            case "connected":
                break;
            default:
                throw new InvalidDataException(message.ToString());
        }
    }

    private void Advance(JsonElement e) => Position = Later(Position, TakeEvent(e));
}
