namespace LiveFeed.Metrics.Sources;

/// <summary>Makes a rate from a counter that only grows. Not thread-safe.</summary>
internal sealed class Rate
{
    private (ulong Total, TimeSpan Time)? _last;

    /// <summary>The increase a second since the last sample; null without one, or when the counter began again.</summary>
    internal double? Next(ulong total, TimeSpan now)
    {
        var last = _last;
        _last = (total, now);
        return last is { } before && total >= before.Total && now > before.Time
            ? (total - before.Total) / (now - before.Time).TotalSeconds
            : null;
    }
}
