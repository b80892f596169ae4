namespace LiveFeed.Log.Trimming;

/// <summary>
/// How much a log may keep of a rule's events. The oldest of them must go when any of the three is exceeded.
/// </summary>
internal readonly record struct Retention(long MaxEvents, TimeSpan MaxAge, long MaxBytes)
{
    internal static Retention Of(LogOptions options) => new(options.MaxEvents, options.MaxAge, options.MaxBytes);

    internal static Retention Of(RetentionRule rule, LogOptions options) => new(
        rule.MaxEvents ?? options.MaxEvents, rule.MaxAge ?? options.MaxAge, rule.MaxBytes ?? options.MaxBytes);

    internal bool MustGo(DateTimeOffset oldest, long events, long bytes, DateTimeOffset now) =>
        events > MaxEvents || bytes > MaxBytes || now - oldest > MaxAge;
}
