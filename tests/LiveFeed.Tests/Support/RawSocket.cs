using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace LiveFeed.Tests.Support;

/// <summary>A WebSocket byte by byte, for what no client library would send.</summary>
internal sealed class RawSocket : IAsyncDisposable
{
    internal const int Text = 1;
    internal const int Binary = 2;
    internal const int Close = 8;
    internal const int Ping = 9;
    internal const int Pong = 10;

    private static readonly byte[] Mask = [0x12, 0x34, 0x56, 0x78];

    private readonly TcpClient _tcp = new();

    private RawSocket()
    {
    }

    internal NetworkStream Stream => field ??= _tcp.GetStream();

    /// <summary>The answer to the handshake, headers and all.</summary>
    internal string Answer { get; private set; } = "";

    internal bool IsOpen => Answer.StartsWith("HTTP/1.1 101 ", StringComparison.Ordinal);

    /// <summary>Opens a connection and reads its first message.</summary>
    internal static async Task<RawSocket> OpenAsync(Uri address, params string[] headers)
    {
        var socket = await DialAsync(address, "/ws", headers);
        if (socket.IsOpen)
        {
            await socket.ReadFrameAsync();
        }

        return socket;
    }

    /// <summary>Asks for a connection.</summary>
    internal static async Task<RawSocket> DialAsync(Uri address, string pathAndQuery, params string[] headers)
    {
        var socket = new RawSocket();
        await socket._tcp.ConnectAsync(address.Host, address.Port);
        await socket.SendAsync(Handshake(address.Authority, pathAndQuery, headers));
        var answer = new StringBuilder();
        while (!answer.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            answer.Append((char)(await socket.ReadAsync(1))[0]);
        }

        socket.Answer = answer.ToString();
        return socket;
    }

    /// <summary>The request that asks for a connection.</summary>
    internal static byte[] Handshake(string authority, string pathAndQuery, params string[] headers)
    {
        string[] lines =
        [
            $"GET {pathAndQuery} HTTP/1.1", $"Host: {authority}", "Connection: Upgrade", "Upgrade: websocket",
            "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", .. headers, "", "",
        ];
        return Encoding.ASCII.GetBytes(string.Join("\r\n", lines));
    }

    internal Task SendAsync(byte[] bytes) => Stream.WriteAsync(bytes).AsTask().WithinDeadline();

    internal Task SendAsync(int opcode, string payload, bool isFinal = true, int reserved = 0) =>
        SendAsync(Frame(opcode, Encoding.UTF8.GetBytes(payload), isFinal, reserved));

    /// <summary>A masked frame.</summary>
    internal static byte[] Frame(int opcode, byte[] payload, bool isFinal = true, int reserved = 0)
    {
        byte[] masked = [.. payload.Select((value, i) => (byte)(value ^ Mask[i % Mask.Length]))];
        return [.. Head(opcode, payload.Length, isFinal, reserved), .. masked];
    }

    internal static byte[] Head(int opcode, long length, bool isFinal = true, int reserved = 0)
    {
        var first = (byte)((isFinal ? 0x80 : 0) | reserved | opcode);
        var bytes = new byte[8];
        switch (length)
        {
            case < 126:
                return [first, (byte)(0x80 | length), .. Mask];
            case <= ushort.MaxValue:
                BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)length);
                return [first, 0x80 | 126, .. bytes[..2], .. Mask];
            default:
                BinaryPrimitives.WriteInt64BigEndian(bytes, length);
                return [first, 0x80 | 127, .. bytes, .. Mask];
        }
    }

    /// <summary>The next frame of the service: its first byte and its payload.</summary>
    internal async Task<(byte First, byte[] Payload)> ReadFrameAsync()
    {
        var head = await ReadAsync(2);
        Assert.Equal(0, head[1] & 0x80); // a server does not mask
        long length = head[1] switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(await ReadAsync(2)),
            127 => BinaryPrimitives.ReadInt64BigEndian(await ReadAsync(8)),
            var small => small,
        };
        return (head[0], await ReadAsync((int)length));
    }

    /// <summary>The next frame, which must be a text.</summary>
    internal async Task<string> ReadTextAsync()
    {
        var (first, payload) = await ReadFrameAsync();
        Assert.Equal(0x80 | Text, first);
        return Encoding.UTF8.GetString(payload);
    }

    /// <summary>The next frame must be a close, after which the connection ends; gives its code, 1005 for none.</summary>
    internal async Task<int> ReadCloseAsync()
    {
        var (first, payload) = await ReadFrameAsync();
        while (Encoding.UTF8.GetString(payload).StartsWith("""{"type":"position",""", StringComparison.Ordinal))
        {
            (first, payload) = await ReadFrameAsync(); // a heartbeat, on a slow machine
        }

        Assert.True(first == (0x80 | Close), $"{first:x} {Encoding.UTF8.GetString(payload)}");
        _tcp.Client.Shutdown(SocketShutdown.Send);
        Assert.Equal(0, await Stream.ReadAsync(new byte[1]).AsTask().WithinDeadline());
        return payload.Length == 0 ? 1005 : BinaryPrimitives.ReadUInt16BigEndian(payload);
    }

    public ValueTask DisposeAsync()
    {
        _tcp.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<byte[]> ReadAsync(int count)
    {
        var bytes = new byte[count];
        await Stream.ReadExactlyAsync(bytes).AsTask().WithinDeadline();
        return bytes;
    }
}
