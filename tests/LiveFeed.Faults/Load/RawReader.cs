using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace LiveFeed.Faults.Load;

/// <summary>A client on a bare socket with small buffers, that reads as much and as fast as it is told to.</summary>
internal sealed partial class RawReader : IDisposable
{
    private const int SegmentOption = 2; // TCP_MAXSEG of Linux
    private const int SegmentBytes = 1_000; // as on a network: a loopback's 64 KB would have the kernel buffer megabytes
    private const int BufferBytes = 8_192;

    private readonly IPEndPoint _address;
    private readonly string _topic;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private readonly StringBuilder _text = new();
    private readonly List<int> _numbers = [];
    private Socket? _socket;
    private int _searched;
    private string? _position;

    internal RawReader(Uri address, string topic) =>
        (_address, _topic) = (new IPEndPoint(IPAddress.Parse(address.Host), address.Port), topic);

    /// <summary>What it was sent whole: the numbers that the events began with.</summary>
    internal IReadOnlyList<int> Numbers => _numbers;

    internal bool IsConnected => _text.ToString().Contains("livefeed.connected", StringComparison.Ordinal);

    internal bool IsClosed => _text.ToString().Contains("livefeed.closing", StringComparison.Ordinal);

    internal async Task ConnectAsync(IPAddress? from = null)
    {
        _socket?.Dispose();
        _text.Clear();
        _searched = 0;
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = BufferBytes };
        _socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, SegmentOption, BitConverter.GetBytes(SegmentBytes));
        _socket.Bind(new IPEndPoint(from ?? IPAddress.Loopback, 0));
        await _socket.ConnectAsync(_address);
        var resume = _position is null ? "" : $"Last-Event-ID: {_position}\r\n";
        await _socket.SendAsync(Encoding.ASCII.GetBytes($"GET /events?topic={_topic} HTTP/1.1\r\nHost: x\r\n{resume}\r\n"));
    }

    /// <summary>From now on the kernel takes as much as comes.</summary>
    internal void Hurry() => _socket!.ReceiveBufferSize = 1 << 20;

    /// <summary>Reads what is there, at most so many bytes; false when the stream has ended.</summary>
    internal async Task<bool> ReadAsync(int bytes = BufferBytes)
    {
        try
        {
            var read = await _socket!.ReceiveAsync(_buffer.AsMemory(0, Math.Min(bytes, BufferBytes))).AsTask().WaitAsync(Wait.Limit, TimeProvider.System);
            _text.Append(Encoding.ASCII.GetString(_buffer, 0, read));
            Find();
            return read > 0;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public void Dispose() => _socket?.Dispose();

    // An event is "id: …", "data: "number:…"" and an empty line; what is between events are the chunks' lengths.
    private void Find()
    {
        var text = _text.ToString(_searched, _text.Length - _searched);
        if (Connected().Match(text) is { Success: true } connected)
        {
            _position = connected.Groups["id"].Value; // for who is cut off before its first event was whole
        }

        foreach (Match match in Event().Matches(text))
        {
            _position = match.Groups["id"].Value;
            _numbers.Add(int.Parse(match.Groups["number"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture));
        }

        if (text.LastIndexOf("\n\n", StringComparison.Ordinal) is var end and >= 0)
        {
            _searched += end;
        }
    }

    [GeneratedRegex("""event: livefeed\.connected\nid: (?<id>\S+)\n""", RegexOptions.NonBacktracking)]
    private static partial Regex Connected();

    [GeneratedRegex("""id: (?<id>\S+)\ndata: "(?<number>\d+):x*"\n\n""", RegexOptions.NonBacktracking)]
    private static partial Regex Event();
}
