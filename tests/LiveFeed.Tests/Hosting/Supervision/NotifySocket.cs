using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using LiveFeed.Tests.Support;

namespace LiveFeed.Tests.Hosting.Supervision;

/// <summary>What systemd listens on: a real Unix datagram socket.</summary>
internal sealed class NotifySocket : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly ConcurrentQueue<string> _told = new();

    internal NotifySocket()
    {
        Path = _folder.File("notify");
        _socket.Bind(new UnixDomainSocketEndPoint(Path));
        _ = ReadAsync();
    }

    internal string Path { get; }

    /// <summary>What it was told so far, in order.</summary>
    internal IReadOnlyList<string> Told => [.. _told];

    internal Task UntilAsync(string what, int times = 1) =>
        Deadline.UntilAsync(() => _told.Count(one => one == what) >= times, $"{what} was told {times} times");

    public void Dispose()
    {
        _socket.Dispose();
        _folder.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[4_096];
        try
        {
            while (true)
            {
                _told.Enqueue(Encoding.UTF8.GetString(buffer.AsSpan(0, await _socket.ReceiveAsync(buffer))));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // disposed
        }
    }
}
