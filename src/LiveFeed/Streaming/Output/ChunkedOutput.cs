using LiveFeed.Clients;
using LiveFeed.Frames;

namespace LiveFeed.Streaming.Output;

/// <summary>
/// Past the server's response body, straight to the connection, in HTTP/1.1 chunks: a frame is a chunk, made once for all
/// clients, so a delivery is one system call on shared bytes. The body must have been flushed before, and the server writes
/// the last chunk after it.
/// </summary>
internal sealed class ChunkedOutput(SocketPipeWriter connection, FrameEncoder chunks) : IStreamOutput
{
    // From this size on a system call of its own costs less than a copy for each client, and a client that does not read holds none.
    private const int Large = 64 << 10;

    // The last frame of this flush, where it was not copied: when it is the only one, or large.
    private byte[]? _last;
    private int _own; // its bytes, or those being sent, where they were made for this client alone

    public bool HasRest => connection.UnflushedBytes > 0;

    public long BufferedBytes => connection.BufferedBytes + _own;

    public void OpenLine(FeedClient client) => client.OpenLine(connection, chunks);

    public int Write(Frame frame)
    {
        var chunk = frame.Encoded(chunks);
        var isFirst = _last is null && connection.UnflushedBytes == 0;
        Spill();
        if (isFirst || chunk.Length >= Large)
        {
            (_last, _own) = (chunk, frame.SharesBytes ? 0 : chunk.Length);
        }
        else
        {
            connection.Add(chunk);
        }

        return chunk.Length;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        Spill();
        connection.Add(HttpChunk.Of(bytes));
    }

    public ValueTask<bool> FlushAsync(CancellationToken cutOff)
    {
        var last = _last;
        _last = null;
        return connection.SendAsync(last, cutOff);
    }

    private void Spill()
    {
        if (_last is not null)
        {
            connection.Add(_last);
            (_last, _own) = (null, 0);
        }
    }
}
