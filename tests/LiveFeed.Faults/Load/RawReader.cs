using System.Net;
using System.Net.Sockets;
using System.Text;
using LiveFeed.Bench.Load;

namespace LiveFeed.Faults.Load;

/// <summary>A client on a bare socket with small buffers. The caller says how much and how fast it reads.</summary>
internal sealed class RawReader : IDisposable
{
    private const int SegmentOption = 2; // TCP_MAXSEG of Linux
    private const int SegmentBytes = 1_000; // as on a network: a loopback's 64 KB would have the kernel buffer megabytes
    private const int KernelBufferBytes = 4_096; // SO_RCVBUF: about as small as a device has it
    private const int BufferBytes = 16_384;

    private readonly IPEndPoint _address;
    private readonly string _query;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private Socket? _socket;
    private byte[] _head = []; // what has come of it
    private bool _isInBody;
    private ChunkDecoder _chunks; // mutable

    internal RawReader(Uri address, params string[] topics) =>
        (_address, _query) = (
            new IPEndPoint(IPAddress.Parse(address.Host), address.Port),
            string.Join('&', topics.Select(topic => $"topic={topic}")));

    internal Inbox Inbox { get; } = new();

    /// <summary>Connects, again after the last event that it has had whole.</summary>
    internal async Task ConnectAsync(IPAddress? from = null)
    {
        _socket?.Dispose();
        (_head, _isInBody, _chunks) = ([], false, default);
        Inbox.Begin();
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            ReceiveBufferSize = KernelBufferBytes,
        };
        _socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, SegmentOption, BitConverter.GetBytes(SegmentBytes));
        _socket.Bind(new IPEndPoint(from ?? IPAddress.Loopback, 0));
        await _socket.ConnectAsync(_address);
        var resume = Inbox.Position is null ? "" : $"Last-Event-ID: {Inbox.Position}\r\n";
        await _socket.SendAsync(
            Encoding.ASCII.GetBytes($"GET /events?{_query} HTTP/1.1\r\nHost: localhost\r\n{resume}\r\n"));
    }

    /// <summary>Connects and reads until the server has said so.</summary>
    internal async Task JoinAsync()
    {
        await ConnectAsync();
        while (!Inbox.IsConnected)
        {
            FaultException.Unless(await ReadAsync(), "a stream ended at once");
        }
    }

    /// <summary>From now on the kernel takes as much as comes.</summary>
    internal void Hurry() => _socket!.ReceiveBufferSize = 1 << 20;

    /// <summary>Reads the available bytes, up to a limit; false when the stream has ended.</summary>
    internal async Task<bool> ReadAsync(int bytes = BufferBytes)
    {
        try
        {
            var read = await _socket!
                .ReceiveAsync(_buffer.AsMemory(0, Math.Min(bytes, BufferBytes)))
                .AsTask()
                .WaitAsync(Wait.Limit, TimeProvider.System);
            Take(_buffer.AsSpan(0, read));
            return read > 0 && !_chunks.HasEnded;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public void Dispose() => _socket?.Dispose();

    private void Take(ReadOnlySpan<byte> bytes)
    {
        if (!_isInBody)
        {
            _head = [.. _head, .. bytes];
            _isInBody = ResponseHead.TryParse(_head, out var head);
            bytes = _isInBody ? _head.AsSpan(head.Length) : [];
        }

        while (_chunks.TryTake(ref bytes, out var body))
        {
            Inbox.Take(body);
        }
    }
}
