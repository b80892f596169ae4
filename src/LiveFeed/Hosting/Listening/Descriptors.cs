using System.Runtime.InteropServices;
using LiveFeed.Access;

namespace LiveFeed.Hosting.Listening;

/// <summary>
/// The process' file descriptors; each connection takes one. The runtime has raised the soft limit to the hard one before
/// any of our code runs. It aborts the process when it needs a descriptor to load a library and there is none.
/// </summary>
internal static partial class Descriptors
{
    /// <summary>
    /// Descriptors held without any connection: two for each of 135 libraries, and some of the runtime and the log.
    /// Measured: 306 after a request of each kind, without tokens.
    /// </summary>
    private const int Held = 330;

    private const int LeastReserve = 64; // for readers of the log, the boards, and requests of our own
    private const int MaxReserve = 512;
    private const int LeastPlaces = 16; // fewer are of no use
    private const int NumberOfFiles = 7; // RLIMIT_NOFILE of Linux

    /// <summary>How many there may be; more than anybody needs when that is unknown (other systems than Linux).</summary>
    internal static long Limit { get; } = Read();

    /// <summary>How many connections there may be with so many descriptors.</summary>
    internal static int Room(long limit) =>
        (int)Math.Clamp(limit - Held - Math.Clamp(limit / 32, LeastReserve, MaxReserve), LeastPlaces, int.MaxValue);

    /// <exception cref="StartRefusedException">
    /// There are so few that the runtime aborts while it loads the service.
    /// </exception>
    internal static void RequireEnough()
    {
        const int Least = Held + LeastReserve + LeastPlaces;
        if (Limit < Least)
        {
            throw new StartRefusedException(
                $"LiveFeed needs {Least} file descriptors and may have {Limit}. The runtime holds {Held} of them. " +
                "Raise the limit (ulimit -n, LimitNOFILE of systemd).");
        }
    }

    private static long Read()
    {
        Span<nuint> softAndHard = stackalloc nuint[2]; // struct rlimit
        return OperatingSystem.IsLinux() && GetLimit(NumberOfFiles, softAndHard) == 0 && softAndHard[0] < int.MaxValue
            ? (long)softAndHard[0]
            : int.MaxValue;
    }

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, Span<nuint> softAndHard);
}
