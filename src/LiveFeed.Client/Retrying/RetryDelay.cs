namespace LiveFeed.Client.Retrying;

/// <summary>
/// How long to wait before the next attempt: anything up to twice as long after each failure, up to a bound (exponential
/// backoff with full jitter). So clients that were cut off together do not come back together.
/// </summary>
internal static class RetryDelay
{
    /// <summary>The service's own default, for when it has not said.</summary>
    internal static readonly TimeSpan DefaultHint = TimeSpan.FromSeconds(2);

    // 2^30 is far beyond any bound, and a safe factor.
    private const int MaxDoublings = 30;

    /// <param name="failed">Attempts that failed since the last success, before this one; 0 for the first retry.</param>
    /// <param name="hint">The last <c>retry:</c> of the service.</param>
    /// <param name="atLeast">
    /// What the service asked for this once: <c>Retry-After</c>, or <c>retry:</c> when it closes.
    /// </param>
    /// <param name="most">The bound; a greater hint raises it.</param>
    /// <param name="random">In [0, 1), drawn for this delay.</param>
    internal static TimeSpan Of(int failed, TimeSpan? hint, TimeSpan? atLeast, TimeSpan most, double random)
    {
        var first = hint ?? DefaultHint;
        var bound = hint > most ? hint.Value : most;
        var full = Math.Min(bound.TotalMilliseconds, first.TotalMilliseconds * Math.Pow(2, Math.Min(failed, MaxDoublings)));
        var delay = TimeSpan.FromMilliseconds(full * random);
        return atLeast > delay ? atLeast.Value : delay;
    }
}
