using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Streaming.Output;

/// <summary>A client that reads nothing until it is told to.</summary>
internal sealed partial class StuckReader(TcpClient socket) : IDisposable
{
    internal static async Task<StuckReader> OpenAsync(LiveFeedServer server, string path)
    {
        var socket = new TcpClient { ReceiveBufferSize = 4_096 };
        await socket.ConnectAsync(server.Address.Host, server.Address.Port);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        return new StuckReader(socket);
    }

    public void Dispose() => socket.Dispose();

    /// <summary>
    /// Reads the given number of bytes, or until a reset when it has been cut off, or until its stream was ended. Without
    /// the heads of the chunks.
    /// </summary>
    internal async Task<string> ReadAsync(long bytes)
    {
        var received = new StringBuilder();
        var buffer = new byte[256 << 10];
        try
        {
            for (var read = -1; read != 0 && received.Length < bytes && !HasEnded(received);)
            {
                read = await socket.GetStream().ReadAsync(buffer).AsTask().WithinDeadline();
                received.Append(Encoding.ASCII.GetString(buffer, 0, read));
            }
        }
        catch (Exception e) when (e is IOException)
        {
            // It has all that it will get.
        }

        return ChunkHeads().Replace(received.ToString(), "");
    }

    // The connection stays open for another request.
    private static bool HasEnded(StringBuilder received)
    {
        const string LastChunk = "\r\n0\r\n\r\n";
        return received.Length > LastChunk.Length &&
            received.ToString(received.Length - LastChunk.Length, LastChunk.Length) == LastChunk;
    }

    [GeneratedRegex("(?:\r\n)?[0-9a-f]+\r\n|\r\n")]
    private static partial Regex ChunkHeads();
}
