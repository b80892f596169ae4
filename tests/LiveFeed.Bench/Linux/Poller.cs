using System.Runtime.InteropServices;

namespace LiveFeed.Bench.Linux;

/// <summary>
/// An epoll instance, level-triggered. Each file has a key, under which its readiness is reported. One thread.
/// </summary>
internal sealed unsafe class Poller : IDisposable
{
    internal const uint Readable = 1;
    internal const uint Writable = 4;

    private const int AddEntry = 1;
    private const int RemoveEntry = 2;
    private const int ChangeEntry = 3;

    // Told at once at most: a batch of reads between two looks at the clock.
    private const int MaxReady = 512;

    // struct epoll_event is packed on x86-64 and aligned elsewhere.
    private static readonly int EntrySize = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int KeyOffset = EntrySize - 8;

    private readonly int _epoll = Libc.Check(Libc.EpollCreate(0), "epoll_create1");
    private readonly byte* _ready = (byte*)NativeMemory.Alloc(MaxReady, 16);

    /// <summary>Can itself be waited for by another poller: readable when a file of this one is ready.</summary>
    internal int File => _epoll;

    internal void Add(int file, int key, uint interest) => Control(AddEntry, file, key, interest);

    internal void Change(int file, int key, uint interest) => Control(ChangeEntry, file, key, interest);

    internal void Remove(int file) => Control(RemoveEntry, file, 0, 0);

    /// <summary>
    /// How many files are ready. <see cref="Key"/> and <see cref="IsReadable"/> describe each until the next wait.
    /// </summary>
    /// <param name="timeout">Milliseconds; 0 only looks, -1 waits for ever.</param>
    internal int Wait(int timeout) => Math.Max(0, Libc.EpollWait(_epoll, _ready, MaxReady, timeout));

    internal int Key(int i) => (int)*(ulong*)(_ready + (i * EntrySize) + KeyOffset);

    /// <summary>There is something to read, be it the end or an error.</summary>
    internal bool IsReadable(int i) => (*(uint*)(_ready + (i * EntrySize)) & ~Writable) != 0;

    public void Dispose()
    {
        _ = Libc.Close(_epoll);
        NativeMemory.Free(_ready);
    }

    private void Control(int operation, int file, int key, uint interest)
    {
        var entry = stackalloc byte[16];
        *(uint*)entry = interest;
        *(ulong*)(entry + KeyOffset) = (ulong)key;
        _ = Libc.Check(Libc.EpollControl(_epoll, operation, file, entry), "epoll_ctl");
    }
}
