using System.Runtime.InteropServices;

namespace LiveFeed.Memory;

/// <summary>
/// Room for many bytes outside of the garbage collector's heap, of which only what is written to takes memory: address space
/// is reserved for all at once, so that it grows without being copied, and given back at once. Large arrays of which most
/// are soon garbage would each have the whole heap collected. Not thread-safe.
/// </summary>
internal sealed partial class NativeBytes : IDisposable
{
    private const int ReadAndWrite = 1 | 2; // PROT_READ, PROT_WRITE of Linux; the flags below too
    private const int Private = 2;
    private const int Anonymous = 0x20;
    private const int WithoutReserve = 0x4000; // nor counted against what the system promises
    private const nint Failed = -1;

    private readonly int _length;
    private nint _start; // 0 once it is given back

    private NativeBytes(nint start, int length) => (_start, _length) = (start, length);

    ~NativeBytes() => Free();

    /// <summary>
    /// All of them; what was never written to is zero on Linux, and anything elsewhere. Empty after <see cref="Dispose"/>.
    /// </summary>
    internal unsafe Span<byte> Span => new((void*)_start, _start == 0 ? 0 : _length);

    /// <summary>Room for so many; null where the system has none.</summary>
    internal static unsafe NativeBytes? TryReserve(int length)
    {
        if (!OperatingSystem.IsLinux())
        {
            return new NativeBytes((nint)NativeMemory.Alloc((nuint)length), length);
        }

        var start = Map(0, length, ReadAndWrite, Private | Anonymous | WithoutReserve, file: -1, offset: 0);
        return start == Failed ? null : new NativeBytes(start, length);
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private unsafe void Free()
    {
        var start = Interlocked.Exchange(ref _start, 0);
        if (start == 0)
        {
            return;
        }

        if (OperatingSystem.IsLinux())
        {
            _ = Unmap(start, _length);
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
