using System.Collections.Immutable;
using LiveFeed.Events;
using LiveFeed.Reading;

namespace LiveFeed.Query.Series;

/// <summary>A request for values.</summary>
internal sealed record SeriesRequest
{
    internal required ImmutableArray<TopicPattern> Topics { get; init; }

    /// <summary>The user who asks. Events that were sent to others are left out.</summary>
    internal required string? User { get; init; }

    /// <summary>The path to the values.</summary>
    internal required ValuePath Path { get; init; }

    /// <summary>The first bucket's beginning.</summary>
    internal required DateTimeOffset Since { get; init; }

    /// <summary>The last bucket's end.</summary>
    internal required DateTimeOffset Until { get; init; }

    /// <summary>The number of buckets.</summary>
    internal required int Buckets { get; init; }

    /// <summary>How the values of each bucket are counted; null when they are not.</summary>
    internal Histogram? Histogram { get; init; }

    /// <summary>
    /// Whether a chart of the requested time shows the event: it was received and it happened in that time.
    /// </summary>
    internal bool Has(FeedEvent e) => IsWithin(e.Time) && (e.OccurredAt is not { } own || IsWithin(own));

    /// <summary>The bucket of an event that happened in the requested time.</summary>
    internal int BucketOf(DateTimeOffset time) =>
        (int)Math.Min(Buckets - 1, (time - Since).Ticks * (double)Buckets / Math.Max(1, (Until - Since).Ticks));

    private bool IsWithin(DateTimeOffset time) => time >= Since && time <= Until;
}
