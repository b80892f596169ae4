using LiveFeed.Bench.Linux;

namespace LiveFeed.Bench.Load;

/// <summary>Time that only goes forward, in nanoseconds.</summary>
internal static class MonotonicClock
{
    internal const long Second = 1_000_000_000;
    internal const long Millisecond = 1_000_000;

    /// <summary>The system's clock counts in nanoseconds on Linux, the only one this runs on.</summary>
    internal static long Now => TimeProvider.System.GetTimestamp();

    /// <summary>Processor time of the calling thread.</summary>
    internal static long OfThisThread
    {
        get
        {
            _ = Libc.Check(Libc.GetTime(Libc.ThreadTime, out var time), "clock_gettime");
            return (time.Seconds * Second) + time.Nanoseconds;
        }
    }

    internal static double SecondsSince(long start) => (Now - start) / (double)Second;
}
