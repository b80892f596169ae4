using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using LiveFeed.Clients.Direct;

namespace LiveFeed.Streaming.Output;

/// <summary>
/// A connection's output that sends at the flush, on the flusher's thread: when a flush is done, the kernel has its bytes.
/// It replaces the transport's pipe and saves the hand-over to a sending loop. Nothing stays in between, so
/// <see cref="SocketOutput"/> may send past the server's response body. An idle connection holds no buffer. A client that
/// does not take a large event holds no copy: the rest of shared bytes stays where it is. One writer at a time, as with any
/// pipe.
/// </summary>
internal sealed class SocketPipeWriter(Socket socket, PipeWriter transport) : PipeWriter, IDirectConnection
{
    // A response head and a common frame fit in this; the pool gives more when more is asked for.
    private const int BufferBytes = 4_096;

    private readonly SafeSocketHandle _handle = socket.SafeHandle;
    private ReadOnlyMemory<byte> _rest; // the rest of shared bytes that were sent in part; it goes out before the buffer
    private byte[]? _buffer; // rented while something is unsent
    private int _length;
    private bool _ended;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _rest.Length + _length;

    /// <summary>The server may complete it: it is used past the server's end.</summary>
    internal bool StaysOpen { get; set; }

    /// <summary>Bytes that it holds for this connection alone.</summary>
    internal int BufferedBytes => _buffer?.Length ?? 0;

    public override Memory<byte> GetMemory(int sizeHint = 0) => Room(sizeHint).AsMemory(_length);

    public override Span<byte> GetSpan(int sizeHint = 0) => Room(sizeHint).AsSpan(_length);

    public override void Advance(int bytes) => _length += bytes;

    public override void CancelPendingFlush() => transport.CancelPendingFlush();

    public override void Complete(Exception? exception = null)
    {
        if (StaysOpen)
        {
            return;
        }

        ReadOnlyMemory<byte> added = _buffer.AsMemory(0, _length);
        if (exception is null && SendNow(ref _rest))
        {
            SendNow(ref added);
        }

        Release();
        transport.Complete(exception);
    }

    public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
        new(isCanceled: false, isCompleted: !await SendAsync(default, cancellationToken));

    /// <summary>Adds bytes to the next send.</summary>
    internal void Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        Advance(bytes.Length);
    }

    /// <summary>
    /// Sends bytes now or not at all. Not when something was added before. What the kernel leaves of them goes out next.
    /// </summary>
    public SendOutcome TrySend(byte[] bytes)
    {
        if (UnflushedBytes > 0)
        {
            return SendOutcome.NotSent;
        }

        var sent = _ended ? bytes.Length : Send(bytes);
        if (sent == bytes.Length)
        {
            return SendOutcome.Sent;
        }

        if (sent == 0)
        {
            return SendOutcome.NotSent;
        }

        _rest = bytes.AsMemory(sent);
        return SendOutcome.SentInPart;
    }

    /// <summary>
    /// Sends what was added, then the given bytes, which are not copied. False when the connection has ended, or must end
    /// because the send was cancelled halfway.
    /// </summary>
    internal ValueTask<bool> SendAsync(ReadOnlyMemory<byte> last, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> added = _buffer.AsMemory(0, _length);
        if (SendNow(ref _rest) && SendNow(ref added) && SendNow(ref last))
        {
            Release();
            return ValueTask.FromResult(!_ended);
        }

        return SendRestAsync(added, last, cancellationToken);
    }

    // True when all was sent; otherwise removes from the bytes what was sent.
    private bool SendNow(ref ReadOnlyMemory<byte> bytes)
    {
        if (!bytes.IsEmpty)
        {
            bytes = _ended ? default : bytes[Send(bytes.Span)..];
        }

        return bytes.IsEmpty;
    }

    /// <summary>Sends what the kernel takes now. Never waits.</summary>
    /// <returns>How many bytes that was. All when the connection has ended, because nobody waits for them.</returns>
    private int Send(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var sent = NativeSocket.Send(_handle, bytes);
            if (sent >= 0)
            {
                return sent;
            }
        }
        catch (ObjectDisposedException)
        {
            // Closed on this side: the same as closed by the client.
        }

        _ended = true;
        return bytes.Length;
    }

    // Called when the client reads more slowly than it is sent to.
    private async ValueTask<bool> SendRestAsync(
        ReadOnlyMemory<byte> added, ReadOnlyMemory<byte> last, CancellationToken cancellationToken)
    {
        try
        {
            await SendAllAsync(_rest, cancellationToken);
            await SendAllAsync(added, cancellationToken);
            await SendAllAsync(last, cancellationToken);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            _ended = true;
        }

        Release();
        return !_ended;
    }

    private async ValueTask SendAllAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None, cancellationToken)..];
        }
    }

    private byte[] Room(int sizeHint)
    {
        var needed = _length + Math.Max(sizeHint, 1);
        if (_buffer is null)
        {
            _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(BufferBytes, needed));
        }
        else if (needed > _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(2 * _buffer.Length, needed));
            _buffer.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        return _buffer;
    }

    private void Release()
    {
        (_rest, _length) = (default, 0);
        if (_buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = null;
        }
    }
}
