using System.Buffers;

namespace LiveFeed.Memory;

/// <summary>
/// A buffer for bytes that are soon copied elsewhere. Its array is from the shared pool: large arrays would become large
/// garbage, and some megabytes of that cause a collection of the whole heap. Not thread-safe.
/// </summary>
/// <param name="expected">The expected number of bytes; the buffer grows when there are more.</param>
internal sealed class PooledBuffer(int expected) : IBufferWriter<byte>, IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(expected);
    private int _length;

    /// <summary>Valid until <see cref="Dispose"/>.</summary>
    internal ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0) => Room(sizeHint).AsMemory(_length);

    public Span<byte> GetSpan(int sizeHint = 0) => Room(sizeHint).AsSpan(_length);

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        (_bytes, _length) = ([], 0);
    }

    private byte[] Room(int sizeHint)
    {
        var needed = _length + Math.Max(1, sizeHint);
        if (needed > _bytes.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, (int)Math.Min(2L * _bytes.Length, Array.MaxLength)));
            Written.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        return _bytes;
    }
}
