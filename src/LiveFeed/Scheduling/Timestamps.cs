namespace LiveFeed.Scheduling;

/// <summary>Moments and spans on a clock's timestamps, which do not jump as times of day do.</summary>
internal static class Timestamps
{
    // Timers count whole milliseconds and drop the rest, so they may fire just before a moment.
    private static readonly TimeSpan Rounding = TimeSpan.FromMilliseconds(1);

    /// <summary>A span in ticks of the clock's timestamps.</summary>
    internal static long TicksOf(this TimeProvider time, TimeSpan span) =>
        (long)(span.TotalSeconds * time.TimestampFrequency);

    /// <summary>The moment a span from now.</summary>
    internal static long TimestampIn(this TimeProvider time, TimeSpan span) => time.GetTimestamp() + time.TicksOf(span);

    /// <summary>Has a timer fire once, not before a moment; at once when that is over.</summary>
    internal static void FireAt(this ITimer timer, long moment, TimeProvider time)
    {
        var rest = time.GetElapsedTime(time.GetTimestamp(), moment);
        timer.Change(rest > TimeSpan.Zero ? rest + Rounding : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
