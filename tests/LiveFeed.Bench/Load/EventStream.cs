using LiveFeed.Bench.Linux;

namespace LiveFeed.Bench.Load;

/// <summary>One client's streaming GET. It can be dialled again after it has ended. One thread.</summary>
internal sealed class EventStream(int key, IBodySink sink)
{
    private const int NoSocket = -1;

    private int _socket = NoSocket;
    private byte[] _request = [];
    private byte[] _reply = []; // to the first thing that it gets; empty once it is sent
    private byte[] _head = []; // what has come of a head that came in pieces
    private bool _isChunked;
    private ChunkDecoder _chunks; // mutable

    internal int Key => key;

    internal StreamState State { get; private set; }

    /// <summary>Begins to connect; the poller tells how it goes on.</summary>
    /// <param name="poller">Has it from now on.</param>
    /// <param name="port">On 127.0.0.1.</param>
    /// <param name="request">Sent first.</param>
    /// <param name="reply">Sent when the first bytes of the body are here; empty for none.</param>
    internal void Dial(Poller poller, int port, byte[] request, byte[] reply)
    {
        (_request, _reply, _head, _chunks) = (request, reply, [], default);
        _socket = TcpSocket.Dial(port, InternetAddress.Source(key));
        State = StreamState.Connecting;
        poller.Add(_socket, key, Poller.Readable | Poller.Writable);
    }

    /// <summary>Goes on with what the poller said is ready.</summary>
    /// <param name="poller">The one that it was dialled with.</param>
    /// <param name="buffer">To read into; shared by all.</param>
    internal void Serve(Poller poller, Span<byte> buffer)
    {
        if (State == StreamState.Connecting)
        {
            // A connection that failed takes nothing, and the read below tells.
            if (TcpSocket.Send(_socket, _request) == _request.Length)
            {
                State = StreamState.Asking;
                poller.Change(_socket, key, Poller.Readable);
                return;
            }
        }

        var got = TcpSocket.Read(_socket, buffer);
        if (got > 0)
        {
            Receive(buffer[..got], MonotonicClock.Now);
        }
        else if (got != TcpSocket.Nothing)
        {
            Hang(StreamState.Ended);
        }
    }

    /// <summary>
    /// Sends a short message on the open connection. One that does not fit the socket's buffer is an error.
    /// </summary>
    internal void Send(byte[] message)
    {
        if (TcpSocket.Send(_socket, message) != message.Length)
        {
            throw new IOException("the server does not read");
        }
    }

    /// <summary>Closes the connection, as a client that leaves.</summary>
    internal void Leave() => Hang(StreamState.Idle);

    private void Receive(ReadOnlySpan<byte> bytes, long now)
    {
        if (State != StreamState.Open)
        {
            bytes = _head.Length == 0 ? bytes : (byte[])[.. _head, .. bytes];
            if (!ResponseHead.TryParse(bytes, out var head))
            {
                _head = bytes.ToArray();
                return;
            }

            if (head.Status is not (200 or 101))
            {
                Hang(StreamState.Refused);
                return;
            }

            (State, _isChunked) = (StreamState.Open, head.IsChunked);
            bytes = bytes[head.Length..];
        }

        if (_reply.Length > 0 && !bytes.IsEmpty)
        {
            Send(_reply);
            _reply = [];
        }

        if (!_isChunked)
        {
            sink.Receive(bytes, now);
            return;
        }

        while (_chunks.TryTake(ref bytes, out var body))
        {
            sink.Receive(body, now);
        }

        if (_chunks.HasEnded)
        {
            Hang(StreamState.Ended); // the response, if not the connection: a client that wants more asks again
        }
    }

    private void Hang(StreamState state)
    {
        if (_socket != NoSocket)
        {
            _ = Libc.Close(_socket); // the poller forgets it by itself
        }

        (_socket, State) = (NoSocket, state);
    }
}
