using System.Collections.Immutable;
using LiveFeed.Events;
using LiveFeed.Reading;

namespace LiveFeed.Query.Series;

/// <summary>What values are asked for.</summary>
internal sealed record SeriesRequest
{
    internal required ImmutableArray<TopicPattern> Topics { get; init; }

    /// <summary>Who asks: what is sent to others is not for them.</summary>
    internal required string? User { get; init; }

    /// <summary>Where the values stand.</summary>
    internal required ValuePath Path { get; init; }

    /// <summary>The first bucket's beginning.</summary>
    internal required DateTimeOffset Since { get; init; }

    /// <summary>The last one's end.</summary>
    internal required DateTimeOffset Until { get; init; }

    /// <summary>How many there are between.</summary>
    internal required int Buckets { get; init; }

    /// <summary>How the values of each bucket are counted; null when they are not.</summary>
    internal Histogram? Histogram { get; init; }

    /// <summary>
    /// Whether a chart of the time asked for shows it: it was received in that time, and it happened in that time.
    /// </summary>
    internal bool Has(FeedEvent e) => IsWithin(e.Time) && (e.OccurredAt is not { } own || IsWithin(own));

    /// <summary>Of an event that happened in the time asked for.</summary>
    internal int BucketOf(DateTimeOffset time) =>
        (int)Math.Min(Buckets - 1, (time - Since).Ticks * (double)Buckets / Math.Max(1, (Until - Since).Ticks));

    private bool IsWithin(DateTimeOffset time) => time >= Since && time <= Until;
}
