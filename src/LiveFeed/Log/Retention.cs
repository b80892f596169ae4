namespace LiveFeed.Log;

/// <summary>How much a log may keep. The oldest event must go when any of the three is exceeded.</summary>
internal readonly record struct Retention(long MaxEvents, TimeSpan MaxAge, long MaxBytes)
{
    internal static Retention Of(LogOptions options) => new(options.MaxEvents, options.MaxAge, options.MaxBytes);

    internal bool MustGo(DateTimeOffset oldest, long events, long bytes, DateTimeOffset now) =>
        events > MaxEvents || bytes > MaxBytes || now - oldest > MaxAge;
}
