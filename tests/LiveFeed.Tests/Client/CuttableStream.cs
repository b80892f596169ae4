namespace LiveFeed.Tests.Client;

/// <summary>Bytes that may end as those of a lost connection do.</summary>
/// <param name="bytes">Where they come from.</param>
/// <param name="isCut">Asked at their end.</param>
internal sealed class CuttableStream(Stream bytes, Func<bool> isCut) : Stream
{
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
        var read = await bytes.ReadAsync(buffer, cancellationToken);
        return read == 0 && isCut() ? throw new IOException("cut by the test") : read;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
