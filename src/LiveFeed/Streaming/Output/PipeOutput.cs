using System.Buffers;
using System.IO.Pipelines;
using LiveFeed.Clients;
using LiveFeed.Events;

namespace LiveFeed.Streaming.Output;

/// <summary>
/// Through the server's response body: works over TLS, HTTP/2 and whatever else the server speaks. The server copies what it is
/// given, for each client; so a large frame is given to it piece by piece, as the client takes them.
/// </summary>
internal sealed class PipeOutput(PipeWriter body, FrameEncoder encoder) : IStreamOutput
{
    // What the server holds of a response before a flush waits (KestrelServerLimits.MaxResponseBufferSize).
    private const int Piece = 64 << 10;

    private byte[]? _large; // the last frame of this flush, not copied yet
    private long _unflushed; // given to the body since the last flush that came to its end

    // The response body may be written to by its request's task only.
    public bool HasRest => false;

    public long BufferedBytes => _unflushed;

    public void OpenLine(FeedClient client)
    {
    }

    public int Write(Frame frame)
    {
        var bytes = frame.Encoded(encoder);
        Spill();
        if (bytes.Length > Piece)
        {
            _large = bytes;
        }
        else
        {
            Give(bytes);
        }

        return bytes.Length;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        Spill();
        Give(bytes);
    }

    public async ValueTask<bool> FlushAsync(CancellationToken cutOff)
    {
        ReadOnlyMemory<byte> large = _large;
        _large = null;
        do
        {
            var piece = large[..Math.Min(large.Length, Piece)];
            Give(piece.Span);
            large = large[piece.Length..];
            if (!await FlushAsync(body, cutOff))
            {
                return false;
            }

            _unflushed = 0;
        }
        while (!large.IsEmpty);

        return true;
    }

    /// <summary>As <see cref="IStreamOutput.FlushAsync"/>, for a body that has no output yet.</summary>
    internal static async ValueTask<bool> FlushAsync(PipeWriter body, CancellationToken cutOff)
    {
        try
        {
            // Ends as completed when the connection is aborted.
            var result = await body.FlushAsync(cutOff);
            return !(result.IsCompleted || result.IsCanceled);
        }
        catch (OperationCanceledException) when (cutOff.IsCancellationRequested)
        {
            return false;
        }
    }

    private void Give(ReadOnlySpan<byte> bytes)
    {
        body.Write(bytes);
        _unflushed += bytes.Length;
    }

    private void Spill()
    {
        if (_large is not null)
        {
            Give(_large);
            _large = null;
        }
    }
}
