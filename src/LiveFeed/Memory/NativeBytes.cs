using System.Runtime.InteropServices;

namespace LiveFeed.Memory;

/// <summary>
/// Room for many bytes outside of the garbage collector's heap, of which only what is written to takes memory: address space is
/// reserved for all at once, so that it grows without being copied, and given back at once. Large arrays of which most are soon
/// garbage would each have the whole heap collected. Not thread-safe.
/// </summary>
internal sealed partial class NativeBytes : IDisposable
{
    private const int ReadAndWrite = 1 | 2; // PROT_READ, PROT_WRITE of Linux; the flags below too
    private const int Private = 2;
    private const int Anonymous = 0x20;
    private const int WithoutReserve = 0x4000; // nor counted against what the system promises
    private const nint Failed = -1;

    private nint _start;

    /// <param name="length">How many there may be.</param>
    /// <exception cref="InsufficientMemoryException">There is no room for as many.</exception>
    internal unsafe NativeBytes(int length)
    {
        Length = length;
        _start = OperatingSystem.IsLinux()
            ? Map(0, length, ReadAndWrite, Private | Anonymous | WithoutReserve, file: -1, offset: 0)
            : (nint)NativeMemory.Alloc((nuint)length);
        if (_start == Failed)
        {
            throw new InsufficientMemoryException($"There is no room for {length} bytes.");
        }
    }

    ~NativeBytes() => Free();

    internal int Length { get; }

    /// <summary>All of them; what was never written to is zero on Linux, and anything elsewhere. Of no use after <see cref="Dispose"/>.</summary>
    internal unsafe Span<byte> Span => new((void*)_start, _start == 0 ? 0 : Length);

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private unsafe void Free()
    {
        var start = Interlocked.Exchange(ref _start, 0);
        if (start is 0 or Failed)
        {
            return;
        }

        if (OperatingSystem.IsLinux())
        {
            _ = Unmap(start, Length);
        }
        else
        {
            NativeMemory.Free((void*)start);
        }
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nint length);
}
