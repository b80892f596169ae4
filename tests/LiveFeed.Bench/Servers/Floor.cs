using LiveFeed.Bench.Linux;

namespace LiveFeed.Bench.Servers;

/// <summary>
/// The least that fan-out over TCP can cost: every posted body becomes one event and one send() to every connected GET. One
/// thread; no parsing, no queues, no replay. A client whose socket is full loses the event.
/// </summary>
internal sealed class Floor : IDisposable
{
    private const int ListenerKey = 0;

    // What Linux allows at most by default.
    private const int Backlog = 4096;

    // Far more than one event of the benchmark with its head.
    private const int BufferBytes = 64 << 10;

    private readonly Poller _poller = new();
    private readonly int _listener;
    private readonly byte[] _request = GC.AllocateArray<byte>(BufferBytes, pinned: true);
    private readonly byte[] _event = GC.AllocateArray<byte>(BufferBytes, pinned: true);
    private readonly List<int> _subscribers = [];

    private Floor(int port)
    {
        _listener = TcpSocket.Listen(port, Backlog);
        _poller.Add(_listener, ListenerKey, Poller.Readable);
    }

    /// <summary>Serves until the process is ended.</summary>
    internal static void Run(int port)
    {
        using var floor = new Floor(port);
        while (true)
        {
            var ready = floor._poller.Wait(timeout: -1);
            for (var i = 0; i < ready; i++)
            {
                floor.Serve(floor._poller.Key(i));
            }
        }
    }

    public void Dispose()
    {
        _ = Libc.Close(_listener);
        _poller.Dispose();
    }

    private void Serve(int key)
    {
        if (key == ListenerKey)
        {
            Accept();
            return;
        }

        var got = TcpSocket.Read(key, _request);
        if (got <= 0)
        {
            _subscribers.Remove(key);
            _ = Libc.Close(key);
        }
        else if (_request[0] == 'G')
        {
            TcpSocket.Send(key, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"u8);
            _subscribers.Add(key);
        }
        else if (_request.AsSpan(0, got).IndexOf("\r\n\r\n"u8) is var end and > 0)
        {
            FanOut(_request.AsSpan((end + 4)..got));
            TcpSocket.Send(key, "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"u8);
        }
    }

    private void Accept()
    {
        var socket = TcpSocket.Accept(_listener);
        if (socket >= 0)
        {
            _poller.Add(socket, socket, Poller.Readable);
        }
    }

    private unsafe void FanOut(ReadOnlySpan<byte> body)
    {
        "data: "u8.CopyTo(_event);
        body.CopyTo(_event.AsSpan(6));
        "\n\n"u8.CopyTo(_event.AsSpan(6 + body.Length));
        fixed (byte* start = _event)
        {
            foreach (var subscriber in _subscribers)
            {
                _ = Libc.SendAndForget(subscriber, start, body.Length + 8, Libc.NoSignal);
            }
        }
    }
}
