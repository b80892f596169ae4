using System.IO.Pipelines;
using LiveFeed.Clients;
using LiveFeed.Frames;

namespace LiveFeed.Streaming.Output;

/// <summary>
/// Writes through the server's response body: works over TLS, HTTP/2 and whatever else the server speaks. The server copies
/// what it gets, for each client. So it gets a large frame piece by piece, as the client takes them.
/// </summary>
/// <param name="body">The response body.</param>
/// <param name="encoder">Makes its bytes.</param>
/// <param name="peer">The other end.</param>
/// <param name="abort">Ends the request.</param>
internal sealed class PipeOutput(PipeWriter body, FrameEncoder encoder, IPeer? peer, Action abort) : IEncodedOutput
{
    // How much of a response the server holds before a flush waits (KestrelServerLimits.MaxResponseBufferSize).
    private const int Piece = 64 << 10;

    private byte[]? _large; // the last frame of this flush, not copied yet
    private int _own; // bytes of _large or of what is being sent, when they were made for this client alone
    private long _unflushed; // given to the body since the last completed flush

    public FrameEncoder Encoder { get; set; } = encoder;

    public IPeer? Peer => peer;

    public long BufferedBytes => _unflushed + _own;

    public int Write(Frame frame)
    {
        var bytes = Encoder.BytesOf(frame);
        Spill();
        if (bytes.Length > Piece)
        {
            (_large, _own) = (bytes, frame.SharesBytes ? 0 : bytes.Length);
        }
        else
        {
            Give(bytes);
        }

        return bytes.Length;
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
            if (!await IsOpenAfterAsync(body.FlushAsync(cutOff), cutOff))
            {
                return false;
            }

            _unflushed = 0;
        }
        while (!large.IsEmpty);

        _own = 0;
        return true;
    }

    /// <summary>Writes and flushes the first bytes of a body that has no output yet, as <see cref="FlushAsync"/>.</summary>
    internal static ValueTask<bool> WriteAsync(PipeWriter body, byte[] bytes, CancellationToken cutOff) =>
        IsOpenAfterAsync(body.WriteAsync(bytes, cutOff), cutOff);

    public void Abort() => abort();

    // When the connection is aborted, a flush ends as completed.
    private static async ValueTask<bool> IsOpenAfterAsync(ValueTask<FlushResult> flush, CancellationToken cutOff)
    {
        try
        {
            var result = await flush;
            return !(result.IsCompleted || result.IsCanceled);
        }
        catch (OperationCanceledException) when (cutOff.IsCancellationRequested)
        {
            return false;
        }
    }

    private void Give(ReadOnlySpan<byte> bytes)
    {
        _unflushed += bytes.Length;
        body.Give(bytes);
    }

    private void Spill()
    {
        if (_large is not null)
        {
            Give(_large);
            (_large, _own) = (null, 0);
        }
    }
}
