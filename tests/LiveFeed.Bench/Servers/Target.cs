using System.Text;

namespace LiveFeed.Bench.Servers;

/// <summary>Where a server is subscribed and posted to, and what it wants around a payload.</summary>
/// <param name="Port">On 127.0.0.1.</param>
/// <param name="SubscribePath">Path and query of the stream.</param>
/// <param name="PublishPath">Where events are posted.</param>
/// <param name="BodyBefore">What stands before the payload in a body.</param>
/// <param name="BodyAfter">What stands after it.</param>
internal sealed record Target(
    int Port,
    string SubscribePath = "/events",
    string PublishPath = "/events",
    string BodyBefore = "",
    string BodyAfter = "")
{
    /// <summary>Clients are WebSockets.</summary>
    internal bool IsWebSocket { get; init; }

    /// <summary>The first messages of a WebSocket, sent with its handshake.</summary>
    internal string[] FirstMessages { get; init; } = [];

    /// <summary>Messages that are sent when the server has sent its first one.</summary>
    internal string[] Replies { get; init; } = [];

    /// <summary>How events are published on a WebSocket; null where that is not measured.</summary>
    internal SocketPublishing? Socket { get; init; }

    /// <summary>A request for the stream, going on after an id where one is given.</summary>
    internal byte[] SubscribeRequest(string? lastEventId = null)
    {
        if (IsWebSocket)
        {
            var handshake = Encoding.ASCII.GetBytes(
                $"GET {SubscribePath} HTTP/1.1\r\nHost: 127.0.0.1:{Port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
                "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
            return [.. handshake, .. FirstMessages.SelectMany(MaskedText)];
        }

        var resume = lastEventId is null ? "" : $"Last-Event-ID: {lastEventId}\r\n";
        return Encoding.ASCII.GetBytes(
            $"GET {SubscribePath} HTTP/1.1\r\nHost: 127.0.0.1:{Port}\r\nAccept: text/event-stream\r\n{resume}\r\n");
    }

    internal byte[] FirstReply() => [.. Replies.SelectMany(MaskedText)];

    /// <summary>A WebSocket message of up to 65,535 bytes. Its mask of zeros changes nothing.</summary>
    internal static byte[] MaskedText(string text)
    {
        const int MaxShort = 125; // bytes that the second byte can say
        const byte TwoBytes = 0x80 | 126; // the next two say it
        var length = (ushort)text.Length;
        byte[] head = length <= MaxShort ? [(byte)(0x80 | length)] : [TwoBytes, (byte)(length >> 8), (byte)length];
        return [0x81, .. head, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(text)];
    }

    /// <summary>The head of a POST, up to the body.</summary>
    internal byte[] PublishHead(int bodyLength, string contentType = "application/json") => Encoding.ASCII.GetBytes(
        $"POST {PublishPath} HTTP/1.1\r\nHost: 127.0.0.1:{Port}\r\n" +
        $"Content-Type: {contentType}\r\nContent-Length: {bodyLength}\r\n\r\n");
}
