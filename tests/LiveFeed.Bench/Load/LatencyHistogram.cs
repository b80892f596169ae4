namespace LiveFeed.Bench.Load;

/// <summary>
/// How long things took: percentiles exact to the microsecond however many there are, for a fixed 16 MB. One thread.
/// </summary>
internal sealed class LatencyHistogram
{
    private const long NanosecondsPerBucket = 1_000;

    // 4 s; what takes longer counts as the longest of all. The buckets in use are few, so they stay in the cache.
    private const int Buckets = 4_000_000;

    private readonly int[] _counts = new int[Buckets + 1];
    private long _total;
    private long _longest;

    internal double LongestMilliseconds => _longest / 1e6;

    internal void Add(long nanoseconds)
    {
        _counts[Math.Clamp(nanoseconds / NanosecondsPerBucket, 0, Buckets)]++;
        _total++;
        _longest = Math.Max(_longest, nanoseconds);
    }

    /// <summary>How long the fastest part of all took at most, in milliseconds; 0 when there was none.</summary>
    /// <param name="part">Between 0 and 1.</param>
    internal double Percentile(double part)
    {
        var wanted = Math.Max(1, (long)Math.Ceiling(_total * part));
        var seen = 0L;
        for (var bucket = 0; bucket < Buckets && _total > 0; bucket++)
        {
            seen += _counts[bucket];
            if (seen >= wanted)
            {
                return bucket * NanosecondsPerBucket / 1e6;
            }
        }

        return LongestMilliseconds;
    }
}
