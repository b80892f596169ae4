using System.Runtime.InteropServices;

namespace LiveFeed.Memory;

/// <summary>
/// A large buffer outside the garbage collector's heap. It reserves address space for its full length, and only the bytes
/// that are written to take memory. So it grows without a copy. Its memory is freed at once. Large arrays that soon
/// become garbage would each cause a collection of the whole heap. Not thread-safe.
/// </summary>
internal sealed partial class NativeBytes : IDisposable
{
    private const int ReadAndWrite = 1 | 2; // PROT_READ, PROT_WRITE of Linux; the flags below too
    private const int Private = 2;
    private const int Anonymous = 0x20;
    private const int WithoutReserve = 0x4000; // MAP_NORESERVE: not counted as committed memory
    private const nint Failed = -1;

    private readonly int _length;
    private nint _start; // 0 after it is freed

    private NativeBytes(nint start, int length) => (_start, _length) = (start, length);

    ~NativeBytes() => Free();

    /// <summary>
    /// All bytes. A byte never written to is zero on Linux and undefined elsewhere. Empty after <see cref="Dispose"/>.
    /// </summary>
    internal unsafe Span<byte> Span => new((void*)_start, _start == 0 ? 0 : _length);

    /// <summary>Reserves <paramref name="length"/> bytes; null when the system has no room.</summary>
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
