namespace LiveFeed.Tests.Properties;

/// <summary>Bytes that arrive in pieces of the given lengths, over and over.</summary>
internal sealed class PiecewiseStream(byte[] bytes, int[] pieces) : MemoryStream(bytes)
{
    private int _next;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(buffer.Length, pieces[_next++ % pieces.Length])], cancellationToken);
}
