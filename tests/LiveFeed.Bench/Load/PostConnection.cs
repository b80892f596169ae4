using LiveFeed.Bench.Linux;

namespace LiveFeed.Bench.Load;

/// <summary>A connection for one POST after another. Non-blocking; one thread.</summary>
internal sealed class PostConnection : IDisposable
{
    // An answer of the benchmark has some hundred bytes; one that lists refused lines may have more.
    private const int AnswerBytes = 64 << 10;

    private readonly byte[] _answer = new byte[AnswerBytes];
    private readonly int _socket;
    private int _received;

    /// <summary>Begins to connect; the poller says writable when that is done.</summary>
    internal PostConnection(Poller poller, int key, int port)
    {
        _socket = TcpSocket.Dial(port, InternetAddress.Source(key));
        poller.Add(_socket, key, Poller.Writable | Poller.Readable);
        (Poller, Key) = (poller, key);
    }

    internal int Key { get; }

    /// <summary>The last answer's status; 0 when the connection broke.</summary>
    internal int Status { get; private set; }

    /// <summary>The last answer, head and all.</summary>
    internal ReadOnlySpan<byte> Answer => _answer.AsSpan(0, _received);

    private Poller Poller { get; }

    /// <summary>Connects to each of these ports; a connection's key is its index.</summary>
    /// <exception cref="IOException">They are not all connected within the limit.</exception>
    internal static List<PostConnection> OpenAll(Poller poller, IEnumerable<int> ports, TimeSpan limit)
    {
        List<PostConnection> connections = [.. ports.Select((port, key) => new PostConnection(poller, key, port))];
        for (var open = 0; open < connections.Count;)
        {
            var ready = poller.Wait((int)limit.TotalMilliseconds);
            open += ready > 0 ? ready : throw new IOException($"producers are not connected after {limit}");
            for (var i = 0; i < ready; i++)
            {
                connections[poller.Key(i)].WaitForRoom(false);
            }
        }

        return connections;
    }

    /// <summary>Sends what the socket takes of a request; returns how much that was.</summary>
    internal int Send(ReadOnlySpan<byte> bytes) => TcpSocket.Send(_socket, bytes);

    /// <summary>Waits for answers only, no longer for room to send; or for both.</summary>
    internal void WaitForRoom(bool wanted) =>
        Poller.Change(_socket, Key, wanted ? Poller.Readable | Poller.Writable : Poller.Readable);

    /// <summary>Reads what has come; true when an answer is complete, or nothing more will come.</summary>
    internal bool TryReadAnswer()
    {
        var got = TcpSocket.Read(_socket, _answer.AsSpan(_received));
        if (got == TcpSocket.Nothing)
        {
            return false;
        }

        if (got <= 0)
        {
            Status = 0;
            return true;
        }

        _received += got;
        if (!ResponseHead.TryParse(Answer, out var head) || !head.IsComplete(Answer))
        {
            return false;
        }

        Status = head.Status;
        return true;
    }

    /// <summary>Makes ready for the next answer.</summary>
    internal void Forget() => _received = 0;

    public void Dispose() => _ = Libc.Close(_socket);
}
