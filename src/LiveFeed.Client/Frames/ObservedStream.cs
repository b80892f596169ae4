using System.IO;
using LiveFeed.Client.Retrying;

namespace LiveFeed.Client.Frames;

/// <summary>
/// The bytes of a stream of server-sent events, on their way to the parser, which tells neither comments nor blocks without
/// data. A comment is a sign of life, so silence is watched here. A block with only an <c>id:</c> moves the position of a
/// quiet stream: when the parser asks for more and all that came ended with a blank line, the parser's last id is that of a
/// whole block.
/// </summary>
/// <param name="bytes">The answer's body.</param>
/// <param name="watch">Armed while nothing is there to read.</param>
/// <param name="betweenBlocks">Called before a read that begins with a new block; for the reader's task.</param>
internal sealed class ObservedStream(Stream bytes, SilenceWatch watch, Action betweenBlocks) : Stream
{
    private byte _last;
    private byte _beforeLast;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // The service ends lines with LF only. After other line ends the position of a quiet stream stays behind, no more.
        if (_last == (byte)'\n' && _beforeLast == (byte)'\n')
        {
            betweenBlocks();
        }

        var read = bytes.ReadAsync(buffer, cancellationToken);
        int count;
        if (read.IsCompletedSuccessfully)
        {
            count = read.Result;
        }
        else
        {
            watch.Arm();
            count = await read.ConfigureAwait(false);
            watch.Disarm();
        }

        Note(buffer.Span[..count]);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            bytes.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Note(ReadOnlySpan<byte> read)
    {
        if (read.Length > 0)
        {
            _beforeLast = read.Length > 1 ? read[^2] : _last;
            _last = read[^1];
        }
    }
}
