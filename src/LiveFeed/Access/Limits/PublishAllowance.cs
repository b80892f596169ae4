using System.Threading.RateLimiting;
using LiveFeed.Refusals;

namespace LiveFeed.Access.Limits;

/// <summary>
/// What one sender may publish: a view of its bucket, which all its requests and connections share. Any thread.
/// </summary>
internal sealed class PublishAllowance(PartitionedRateLimiter<Sender>? limiter, Sender sender, int perSecond)
{
    // A second for the largest array, and some for what waits already: it bounds how many wait.
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(2);

    internal static PublishAllowance Unlimited { get; } = new(null, default, int.MaxValue);

    /// <summary>There is a limit, <c>LiveFeed:Limits:PublishPerSecond</c>.</summary>
    internal bool IsLimited => limiter is not null;

    /// <summary>Events a second, and as many at once.</summary>
    internal int PerSecond => perSecond;

    /// <summary>Events that may be published at once now.</summary>
    internal long Left => limiter?.GetStatistics(sender)?.CurrentAvailablePermits ?? perSecond;

    /// <summary>How many events wait together: few enough that who waits with them has its turn soon.</summary>
    internal int Turn => PublishRateLimiter.FillOf(perSecond);

    /// <summary>
    /// Takes events of the bucket, all or none; null when it had them, else the refusal. While events of the same sender
    /// wait one by one, nothing is ever left, now or later: then it waits its turn among them, if that comes soon.
    /// </summary>
    internal async ValueTask<Refusal?> TakeAsync(int events, CancellationToken cancellationToken)
    {
        if (events > perSecond)
        {
            return Refusal.At(
                RefusalKind.TooLarge,
                "",
                $"At most {perSecond} events a second can be published (LiveFeed:Limits:PublishPerSecond), so a batch of " +
                $"{events} never fits. Publish event by event: application/x-ndjson is taken as fast as the limit allows.");
        }

        using var lease = limiter?.AttemptAcquire(sender, events);
        if (lease is not { IsAcquired: false })
        {
            return null;
        }

        if (!lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) || wait > LongestTurn ||
            limiter!.GetStatistics(sender)?.CurrentQueuedCount is null or 0)
        {
            return Spent(perSecond) with { RetryAfter = wait };
        }

        await WaitForAsync(events, cancellationToken);
        return null;
    }

    internal static Refusal Spent(int perSecond) =>
        new(
            RefusalKind.TooManyRequests,
            $"At most {perSecond} events a second can be published (LiveFeed:Limits:PublishPerSecond).");

    /// <summary>Takes events of the bucket once it has them; those who wait get theirs in order.</summary>
    /// <param name="events">At most what the bucket holds.</param>
    internal async ValueTask WaitForAsync(int events, CancellationToken cancellationToken)
    {
        if (limiter is not null)
        {
            using var lease = await limiter.AcquireAsync(sender, events, cancellationToken);
        }
    }
}
