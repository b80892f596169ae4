using System.Threading.RateLimiting;
using LiveFeed.Refusals;

namespace LiveFeed.Access.Limits;

/// <summary>
/// What one sender may publish: a view of its bucket, which all its requests and connections share. Any thread.
/// </summary>
internal sealed class PublishAllowance(PartitionedRateLimiter<Sender>? limiter, Sender sender, int perSecond)
{
    // One second for the largest array, and one for the events that wait already. It bounds how many wait.
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(2);

    internal static PublishAllowance Unlimited { get; } = new(null, default, int.MaxValue);

    /// <summary>There is a limit, <c>LiveFeed:Limits:PublishPerSecond</c>.</summary>
    internal bool IsLimited => limiter is not null;

    /// <summary>Events a second, and as many at once.</summary>
    internal int PerSecond => perSecond;

    /// <summary>Events that may be published at once now.</summary>
    internal long Left => limiter?.GetStatistics(sender)?.CurrentAvailablePermits ?? perSecond;

    /// <summary>How many events wait together. The number is small, so others that wait get their turn soon.</summary>
    internal int Turn => PublishRateLimiter.FillOf(perSecond);

    /// <summary>
    /// Takes events from the bucket, all or none: null on success, otherwise the refusal. While other events of this sender
    /// wait in the queue, they take all that comes in. So this call queues behind them if its turn comes soon.
    /// </summary>
    internal async ValueTask<Refusal?> TakeAsync(int events, CancellationToken cancellationToken)
    {
        if (events > perSecond)
        {
            return Refusal.At(
                RefusalKind.TooLarge,
                "",
                $"Max {perSecond} events a second can be published (LiveFeed:Limits:PublishPerSecond), so a batch of " +
                $"{events} never fits. Publish event by event: application/x-ndjson is read as fast as the limit allows.");
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
            $"Max {perSecond} events a second can be published (LiveFeed:Limits:PublishPerSecond).");

    /// <summary>Waits until the bucket has the events, then takes them. Waiting calls get theirs in order.</summary>
    /// <param name="events">No more than the bucket can hold.</param>
    internal async ValueTask WaitForAsync(int events, CancellationToken cancellationToken)
    {
        if (limiter is not null)
        {
            using var lease = await limiter.AcquireAsync(sender, events, cancellationToken);
        }
    }
}
