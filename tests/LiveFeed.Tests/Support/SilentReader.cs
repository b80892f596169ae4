using System.Net.Sockets;
using System.Text;

namespace LiveFeed.Tests.Support;

/// <summary>A client that reads nothing of an answer until it is told to. Its own buffer is as small as can be.</summary>
internal sealed class SilentReader : IDisposable
{
    private const string LastChunk = "0\r\n\r\n";

    private readonly TcpClient _tcp = new() { ReceiveBufferSize = 4_096 };

    private SilentReader()
    {
    }

    internal static async Task<SilentReader> AskAsync(Uri address, string pathAndQuery, string headers = "")
    {
        var reader = new SilentReader();
        await reader._tcp.ConnectAsync(address.Host, address.Port);
        await reader._tcp.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes(
                $"GET {pathAndQuery} HTTP/1.1\r\nHost: {address.Authority}\r\nConnection: close\r\n{headers}\r\n"));
        return reader;
    }

    /// <summary>Waits until something has come, and takes none of it; false when the connection ended before.</summary>
    internal async Task<bool> HasBeginningAsync() =>
        await _tcp.Client.ReceiveAsync(new byte[1], SocketFlags.Peek).WithinDeadline() > 0;

    /// <summary>Reads all that comes; true when the answer is complete, false when the connection was cut.</summary>
    internal async Task<bool> ReadToEndAsync()
    {
        var buffer = new byte[64 << 10];
        var last = "";
        try
        {
            for (int read; (read = await _tcp.GetStream().ReadAsync(buffer).AsTask().WithinDeadline()) > 0;)
            {
                // What comes last may come in two pieces.
                var enough = Math.Min(LastChunk.Length, read);
                last += Encoding.Latin1.GetString(buffer, read - enough, enough);
                last = last[^Math.Min(LastChunk.Length, last.Length)..];
            }
        }
        catch (IOException)
        {
            return false;
        }

        return last == LastChunk;
    }

    public void Dispose() => _tcp.Dispose();
}
