using LiveFeed.Clients;
using LiveFeed.Clients.Direct;
using LiveFeed.Frames;

namespace LiveFeed.Streaming.Output;

/// <summary>
/// Writes straight to the connection, past the server's response. A frame's bytes are made once for all clients as they go
/// on the wire (an HTTP/1.1 chunk, a WebSocket message). So a delivery is one system call on shared bytes. What the server
/// wrote before must be flushed, and nothing else may write meanwhile.
/// </summary>
/// <param name="connection">The connection.</param>
/// <param name="encoder">Makes bytes as they go on the wire.</param>
/// <param name="peer">The other end.</param>
internal sealed class SocketOutput(DirectConnection connection, FrameEncoder encoder, IPeer? peer) : IEncodedOutput
{
    // From this size on, a system call of its own costs less than a copy for each client. A client that does not read then
    // holds no copy.
    private const int Large = 64 << 10;

    // The last frame of this flush, when it was not copied: because it is the only one, or large.
    private byte[]? _last;
    private int _own; // bytes of _last or of what is being sent, when they were made for this client alone

    public FrameEncoder Encoder { get; set; } = encoder;

    public DirectWrite? Direct => new(connection.Output, Encoder);

    public IPeer? Peer => peer;

    public bool HasRest => connection.Output.UnflushedBytes > 0;

    public long BufferedBytes => connection.Output.BufferedBytes + _own;

    public int Write(Frame frame)
    {
        var bytes = Encoder.BytesOf(frame);
        var isFirst = _last is null && connection.Output.UnflushedBytes == 0;
        Spill();
        if (isFirst || bytes.Length >= Large)
        {
            (_last, _own) = (bytes, frame.SharesBytes ? 0 : bytes.Length);
        }
        else
        {
            connection.Output.Add(bytes);
        }

        return bytes.Length;
    }

    public ValueTask<bool> FlushAsync(CancellationToken cutOff)
    {
        var last = _last;
        _last = null;
        return connection.Output.SendAsync(last, cutOff);
    }

    public void Abort() => connection.Abort();

    private void Spill()
    {
        if (_last is not null)
        {
            connection.Output.Add(_last);
            (_last, _own) = (null, 0);
        }
    }
}
