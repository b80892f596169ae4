using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace LiveFeed.Access.Limits;

/// <summary>
/// How many events a second each user or API key may publish, or each address of who has neither: a bucket of one second's
/// events that fills steadily. Off by default, and then nobody has a bucket.
/// </summary>
internal sealed class PublishRateLimiter : IDisposable
{
    // Often enough to be steady; never less than one event at a time.
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

    /// <summary>How many events come into a bucket at a time.</summary>
    internal static int FillOf(int perSecond) => Math.Max(1, perSecond / FillsPerSecond);

    private static TokenBucketRateLimiterOptions Bucket(int perSecond)
    {
        var fill = FillOf(perSecond);
        return new TokenBucketRateLimiterOptions
        {
            TokenLimit = perSecond,
            TokensPerPeriod = fill,
            ReplenishmentPeriod = TimeSpan.FromSeconds((double)fill / perSecond),

            // What is published one by one waits, at most a turn for each request or connection, and with it batches that
            // have not long to wait: as many as there are connections bound it.
            QueueLimit = int.MaxValue,
        };
    }
}
