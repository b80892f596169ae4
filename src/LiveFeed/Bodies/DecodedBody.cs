using System.IO;

namespace LiveFeed.Bodies;

/// <summary>
/// A compressed body, decoded while it is read. It ends only at the end that the encoding marks: a body that is cut off, or
/// goes on after its end, is invalid data. For one reader at a time. It is made when the body is first read, so a request
/// that is refused before costs nothing.
/// </summary>
/// <param name="source">The compressed body.</param>
/// <param name="decode">Makes the decoder.</param>
/// <param name="hold">Counts the bytes that the decoder holds while it waits for more.</param>
internal sealed class DecodedBody(Stream source, Func<IBodyDecoder> decode, BodyMemory hold) : Stream
{
    private const int InputBytes = 8 << 10;

    // A bomb decodes without ever waiting. Others that wait for this thread get it after about a millisecond.
    private const int BytesPerTurn = 1 << 20;

    private IBodyDecoder? _decoder;
    private byte[] _input = [];
    private int _start;
    private int _end;
    private long _written;
    private int _sinceTurn;

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
        while (!buffer.IsEmpty)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Decode(buffer.Span) is > 0 and var written)
            {
                await PauseAsync(written);
                return written;
            }

            if (_start == _end && !await FillAsync(cancellationToken))
            {
                break;
            }
        }

        return 0;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _decoder?.Dispose();
            hold.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Decodes the bytes that have arrived, until there is output or no input.</summary>
    private int Decode(Span<byte> destination)
    {
        while (_decoder is not null)
        {
            var (consumed, written) = _decoder.Decode(_input.AsSpan(_start.._end), destination);
            _start += consumed;
            _written += written;
            if (written > 0 || _start == _end)
            {
                return written;
            }

            if (consumed == 0 && !_decoder.IsComplete)
            {
                // no decoder stops with input and room left; such a decoder would loop here forever
                throw new InvalidDataException("It cannot be decoded.");
            }
        }

        return 0;
    }

    /// <summary>
    /// Reads more of the source; false at its end. The decoder is made with the first bytes, so a sender without any holds
    /// none.
    /// </summary>
    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_decoder is not null)
        {
            Hold();
        }
        else if (_input.Length == 0)
        {
            _input = new byte[InputBytes];
        }

        (_start, _end) = (0, await source.ReadAsync(_input, cancellationToken));
        if (_end > 0)
        {
            _decoder ??= decode();
            return true;
        }

        return _decoder is { IsComplete: true } ? false : throw new InvalidDataException("It is cut off before its end.");
    }

    private async ValueTask PauseAsync(int written)
    {
        _sinceTurn += written;
        if (_sinceTurn >= BytesPerTurn)
        {
            _sinceTurn = 0;
            Hold();
            await Task.Yield();
        }
    }

    private void Hold()
    {
        if (!hold.TryHold(InputBytes + _decoder!.OwnBytes + Math.Min(_written, _decoder.MaxWindow)))
        {
            throw new BodyRefusedException(BodyMemory.NoRoom);
        }
    }
}
