using System.Runtime.InteropServices;

namespace LiveFeed.Scheduling;

/// <summary>
/// How Linux shares a busy processor among the service's threads. On other systems, or when Linux refuses, all threads
/// are equal.
/// </summary>
internal static partial class ThreadPriorities
{
    // Such a thread gets a third of the processor time of a normal one. Much less would hold up all threads, because it
    // may hold a lock or collect garbage for all.
    private const int Niceness = 5;

    // The time slice in nanoseconds (from Linux 6.12 on). A thread that wakes up meanwhile waits no longer than this. The
    // default may be milliseconds.
    private const ulong Slice = 100_000;

    /// <summary>Other threads go before the calling thread from now on.</summary>
    internal static void PutBehind()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var attributes = new Attributes { Size = (uint)Marshal.SizeOf<Attributes>(), Nice = Niceness, Runtime = Slice };
        if (Number is not { } number || SystemCall(number, 0, in attributes, 0) != 0)
        {
            _ = SetPriority(0, 0, Niceness); // this kernel does not know slices
        }
    }

    // The system call sched_setattr. Not every C library has a function for it.
    private static nint? Number => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 314,
        Architecture.Arm64 => 274,
        _ => null,
    };

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial nint SystemCall(nint number, nint thread, in Attributes attributes, nint flags);

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int priority);

    // struct sched_attr, in its first version.
    [StructLayout(LayoutKind.Sequential)]
    private struct Attributes
    {
        internal uint Size;
        internal uint Policy; // 0: SCHED_OTHER
        internal ulong Flags;
        internal int Nice;
        internal uint Priority;
        internal ulong Runtime;
        internal ulong Deadline;
        internal ulong Period;
    }
}
