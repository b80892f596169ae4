using System.Globalization;
using System.Threading.RateLimiting;
using LiveFeed.Http;
using Microsoft.AspNetCore.Http;

namespace LiveFeed.Access.Limits;

/// <summary>What one request may publish: a view of its sender's bucket, which all requests of that sender share.</summary>
internal sealed class PublishAllowance(PartitionedRateLimiter<Sender>? limiter, Sender sender, int perSecond)
{
    private const string Policy = "publish";

    // A second for the largest array, and some for what waits already: it bounds how many wait.
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(2);

    internal static PublishAllowance Unlimited { get; } = new(null, default, int.MaxValue);

    /// <summary>How many lines wait together: few enough that who waits with them has its turn soon.</summary>
    internal int Turn => PublishRateLimiter.FillOf(perSecond);

    /// <summary>
    /// Takes events of the bucket, all or none; null when it had them, else the problem. While lines of the same sender wait,
    /// nothing is ever left, now or later: then it waits its turn among them, if that comes soon.
    /// </summary>
    internal async ValueTask<FeedProblem?> TakeAsync(int events, CancellationToken cancellationToken)
    {
        if (events > perSecond)
        {
            return FeedProblem.At(ProblemKind.TooLarge, "",
                $"At most {perSecond} events a second can be published (LiveFeed:Limits:PublishPerSecond), so an array of {events} never could; application/x-ndjson is taken as fast as may be.");
        }

        using var lease = limiter?.AttemptAcquire(sender, events);
        if (lease is not { IsAcquired: false })
        {
            return null;
        }

        if (!lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) || wait > LongestTurn || limiter!.GetStatistics(sender)?.CurrentQueuedCount is null or 0)
        {
            return Spent(perSecond) with { RetryAfter = wait };
        }

        await WaitForAsync(events, cancellationToken);
        return null;
    }

    internal static FeedProblem Spent(int perSecond) =>
        new(ProblemKind.TooManyRequests, $"At most {perSecond} events a second can be published (LiveFeed:Limits:PublishPerSecond).");

    /// <summary>Takes events of the bucket once it has them; those who wait get theirs in order.</summary>
    /// <param name="events">At most what the bucket holds.</param>
    internal async ValueTask WaitForAsync(int events, CancellationToken cancellationToken)
    {
        if (limiter is not null)
        {
            using var lease = await limiter.AcquireAsync(sender, events, cancellationToken);
        }
    }

    /// <summary>As draft-ietf-httpapi-ratelimit-headers-10 has them: the quota (q), what is left of it (r), and the seconds until it is whole (t).</summary>
    internal void Describe(IHeaderDictionary headers)
    {
        var left = limiter?.GetStatistics(sender)?.CurrentAvailablePermits ?? perSecond;
        var whole = left < perSecond ? 1 : 0; // an empty bucket is full in a second
        headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"{Policy}\";q={perSecond};w=1");
        headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{Policy}\";r={left};t={whole}");
    }
}
