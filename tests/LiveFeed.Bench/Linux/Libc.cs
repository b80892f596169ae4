using System.Runtime.InteropServices;

namespace LiveFeed.Bench.Linux;

/// <summary>
/// The system calls of the load generator and the floor. None suppresses the GC transition: that would save some 10 ns of
/// calls that take microseconds, and a call that waits must not hold up a collection.
/// </summary>
internal static unsafe partial class Libc
{
    internal const int AddressFamilyInternet = 2;
    internal const int Stream = 1;
    internal const int NonBlocking = 0x800;
    internal const int NoSignal = 0x4000;
    internal const int Tcp = 6;
    internal const int TcpNoDelay = 1;
    internal const int SocketLevel = 1;
    internal const int ReuseAddress = 2;
    internal const int TryAgain = 11;
    internal const int InProgress = 115;
    internal const int SigTerm = 15;
    internal const int SigKill = 9;
    internal const int ThreadTime = 3; // CLOCK_THREAD_CPUTIME_ID

    private const string Name = "libc";

    [LibraryImport(Name, EntryPoint = "socket", SetLastError = true)]
    internal static partial int Socket(int family, int type, int protocol);

    [LibraryImport(Name, EntryPoint = "bind", SetLastError = true)]
    internal static partial int Bind(int socket, in InternetAddress address, int length);

    [LibraryImport(Name, EntryPoint = "connect", SetLastError = true)]
    internal static partial int Connect(int socket, in InternetAddress address, int length);

    [LibraryImport(Name, EntryPoint = "listen", SetLastError = true)]
    internal static partial int Listen(int socket, int backlog);

    [LibraryImport(Name, EntryPoint = "accept4", SetLastError = true)]
    internal static partial int Accept(int socket, void* address, int* length, int flags);

    [LibraryImport(Name, EntryPoint = "setsockopt", SetLastError = true)]
    internal static partial int SetOption(int socket, int level, int option, in int value, int length);

    [LibraryImport(Name, EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(int file, byte* buffer, nint length);

    [LibraryImport(Name, EntryPoint = "send", SetLastError = true)]
    internal static partial nint Send(int socket, byte* bytes, nint length, int flags);

    /// <summary>For a caller that ignores the error: the floor, which has no second chance to offer.</summary>
    [LibraryImport(Name, EntryPoint = "send")]
    internal static partial nint SendAndForget(int socket, byte* bytes, nint length, int flags);

    [LibraryImport(Name, EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int file);

    [LibraryImport(Name, EntryPoint = "epoll_create1", SetLastError = true)]
    internal static partial int EpollCreate(int flags);

    [LibraryImport(Name, EntryPoint = "epoll_ctl", SetLastError = true)]
    internal static partial int EpollControl(int epoll, int operation, int file, byte* entry);

    [LibraryImport(Name, EntryPoint = "epoll_wait", SetLastError = true)]
    internal static partial int EpollWait(int epoll, byte* entries, int length, int timeout);

    [LibraryImport(Name, EntryPoint = "clock_gettime", SetLastError = true)]
    internal static partial int GetTime(int clock, out KernelTime time);

    [LibraryImport(Name, EntryPoint = "kill", SetLastError = true)]
    internal static partial int Kill(int process, int signal);

    [LibraryImport(Name, EntryPoint = "execvp", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Execute(string file, nint[] arguments);

    /// <exception cref="IOException">The call failed.</exception>
    internal static int Check(int result, string call) =>
        result >= 0 ? result : throw new IOException($"{call}: {Marshal.GetLastPInvokeErrorMessage()}");
}
