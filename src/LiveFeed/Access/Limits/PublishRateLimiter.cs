using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace LiveFeed.Access.Limits;

/// <summary>
/// Limits the events a second of each user or API key; a sender without either is limited by address. A bucket holds one
/// second's events and fills steadily. Off by default: then nobody has a bucket.
/// </summary>
internal sealed class PublishRateLimiter : IDisposable
{
    // Often enough to fill steadily. Each fill adds at least one event.
    private const int FillsPerSecond = 10;

    private readonly int _perSecond;
    private readonly PartitionedRateLimiter<Sender>? _limiter;

    public PublishRateLimiter(IOptions<LimitsOptions> options)
    {
        _perSecond = options.Value.PublishPerSecond;
        if (_perSecond > 0)
        {
            var bucket = Bucket(_perSecond);
            _limiter = PartitionedRateLimiter.Create<Sender, Sender>(
                sender => RateLimitPartition.GetTokenBucketLimiter(sender, _ => bucket));
        }
    }

    /// <summary>What this sender may publish.</summary>
    internal PublishAllowance Of(Sender sender) => _limiter is null
        ? PublishAllowance.Unlimited
        : new PublishAllowance(_limiter, sender.ByCredentialsOrNetwork(), _perSecond);

    public void Dispose() => _limiter?.Dispose();

    /// <summary>Events that one fill adds to a bucket.</summary>
    internal static int FillOf(int perSecond) => Math.Max(1, perSecond / FillsPerSecond);

    private static TokenBucketRateLimiterOptions Bucket(int perSecond)
    {
        var fill = FillOf(perSecond);
        return new TokenBucketRateLimiterOptions
        {
            TokenLimit = perSecond,
            TokensPerPeriod = fill,
            ReplenishmentPeriod = TimeSpan.FromSeconds((double)fill / perSecond),

            // Events published one by one wait: max one turn per request or connection. Batches also wait if the wait is
            // short. The number of connections bounds the queue.
            QueueLimit = int.MaxValue,
        };
    }
}
