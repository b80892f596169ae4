using LiveFeed.Clients;
using LiveFeed.Events;

namespace LiveFeed.Streaming.Output;

/// <summary>
/// Past the server's response body, straight to the connection, in HTTP/1.1 chunks: a frame is a chunk, made once for all
/// clients, so a delivery is one system call on shared bytes. The body must have been flushed before, and the server writes
/// the last chunk after it.
/// </summary>
internal sealed class ChunkedOutput(SocketPipeWriter connection, FrameEncoder chunks) : IStreamOutput
{
    // The one frame of this flush, not copied anywhere yet.
    private byte[]? _single;

    public bool HasRest => connection.UnflushedBytes > 0;

    public void OpenLine(FeedClient client) => client.OpenLine(connection, chunks);

    public int Write(Frame frame)
    {
        var chunk = frame.Encoded(chunks);
        if (_single is null && connection.UnflushedBytes == 0)
        {
            _single = chunk;
        }
        else
        {
            Spill();
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
        if (_single is not { } chunk)
        {
            return connection.SendAsync([], cutOff);
        }

        _single = null;
        return connection.SendAsync(chunk, cutOff);
    }

    private void Spill()
    {
        if (_single is not null)
        {
            connection.Add(_single);
            _single = null;
        }
    }
}
