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

    /// <summary>
    /// An event has gone, or may go before long: half of its time is over, or it is among the oldest while less than a
    /// quarter of the room is left.
    /// </summary>
    /// <param name="retained">What is kept of the rule's events.</param>
    /// <param name="trimmed">The sequence of the last one that had to go.</param>
    /// <param name="sequence">The event's.</param>
    /// <param name="head">The log's last.</param>
    /// <param name="age">How old the event is.</param>
    internal bool IsAging(RuleTotals retained, long trimmed, long sequence, long head, TimeSpan age) =>
        sequence <= trimmed || age > MaxAge / 2 ||
        ((retained.Events > MaxEvents / 4 * 3 || retained.Bytes > MaxBytes / 4 * 3) &&
            sequence - trimmed < (head - trimmed) / 4);
}
