using System.Buffers;

namespace LiveFeed.Memory;

/// <summary>
/// A large buffer as memory, for whoever awaits while it reads it. It holds the buffer, and does not free it.
/// </summary>
/// <param name="bytes">The buffer; its owner disposes it.</param>
internal sealed class NativeBytesMemory(NativeBytes bytes) : MemoryManager<byte>
{
    public override Span<byte> GetSpan() => bytes.Span;

    public override unsafe MemoryHandle Pin(int elementIndex = 0)
    {
        fixed (byte* start = bytes.Span[elementIndex..])
        {
            return new MemoryHandle(start); // it never moves
        }
    }

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
