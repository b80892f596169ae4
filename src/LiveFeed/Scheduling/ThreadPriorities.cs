using System.Runtime.InteropServices;

namespace LiveFeed.Scheduling;

/// <summary>
/// How Linux shares a busy processor among the service's threads. Elsewhere, or where it is refused, they are equals.
/// </summary>
internal static partial class ThreadPriorities
{
    // A third of the processor time of who is not nice. Much less would hold up everyone: such a thread may be in a lock's
    // middle, or be the one that collects garbage for all.
    private const int Niceness = 5;

    // At once, in nanoseconds (from Linux 6.12 on): who wakes up meanwhile waits no longer. By default it may be
    // milliseconds.
    private const ulong Slice = 100_000;

    /// <summary>Others go before the calling thread from now on.</summary>
    internal static void PutBehind()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var attributes = new Attributes { Size = (uint)Marshal.SizeOf<Attributes>(), Nice = Niceness, Runtime = Slice };
        if (Number is not { } number || SystemCall(number, 0, in attributes, 0) != 0)
        {
            _ = SetPriority(0, 0, Niceness); // a kernel that does not know slices
        }
    }

    // Of sched_setattr, for which the C library has no function everywhere.
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
