using System.Runtime.InteropServices;

namespace LiveFeed.Bench.Linux;

/// <summary><c>timespec</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct KernelTime
{
    internal readonly long Seconds;
    internal readonly long Nanoseconds;
}
