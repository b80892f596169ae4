using System.Collections.Immutable;
using LiveFeed.Events;

namespace LiveFeed.Clients.Renewing;

/// <summary>
/// The access of one open stream. Newer credentials of the same user move its end. Renewing and expiring exclude each other:
/// a renewal that was answered with success is never followed by an end at the old time. Any thread.
/// </summary>
/// <param name="grant">What the credentials gave that opened the stream.</param>
internal sealed class StreamAccess(AccessGrant grant)
{
    // Takes the grant's place once the access has expired. It is compared by reference.
    private static readonly AccessGrant Ended = new();

    private AccessGrant _grant = grant; // by Interlocked

    /// <summary>Raised after its end was moved, on the thread that does it; must not block or throw.</summary>
    internal event Action? Renewed;

    /// <summary>What the newest credentials give.</summary>
    internal AccessGrant Grant => Volatile.Read(ref _grant);

    /// <summary>The access has expired, and the stream ends.</summary>
    internal bool HasEnded => ReferenceEquals(Grant, Ended);

    /// <summary>Takes newer credentials, or says why not. The same ones again change nothing.</summary>
    /// <param name="newer">What they give.</param>
    /// <param name="followed">All topics that the stream follows or will follow.</param>
    internal RenewedAccess Renew(AccessGrant newer, ImmutableArray<TopicPattern> followed)
    {
        while (true)
        {
            var current = Grant;
            if (Check(current, newer, followed) is { } refused)
            {
                return refused;
            }

            if (ReferenceEquals(Interlocked.CompareExchange(ref _grant, newer, current), current))
            {
                Renewed?.Invoke();
                return new RenewedAccess(RenewalOutcome.Renewed, newer.Expires);
            }
        }
    }

    /// <summary>
    /// It ends then at the latest: credentials that expire earlier have added to what it follows. A stream that never
    /// expires is not watched, and is not ended.
    /// </summary>
    internal void EndBy(DateTimeOffset end)
    {
        for (var current = Grant; current.Expires > end && !ReferenceEquals(current, Ended); current = Grant)
        {
            var sooner = current with { Expires = end };
            if (ReferenceEquals(Interlocked.CompareExchange(ref _grant, sooner, current), current))
            {
                Renewed?.Invoke();
                return;
            }
        }
    }

    /// <summary>True once, when the access has expired: it cannot be renewed any more.</summary>
    internal bool TryEnd(DateTimeOffset now)
    {
        var current = Grant;
        return current.Expires <= now &&
            ReferenceEquals(Interlocked.CompareExchange(ref _grant, Ended, current), current);
    }

    private static RenewedAccess? Check(AccessGrant current, AccessGrant newer, ImmutableArray<TopicPattern> followed)
    {
        if (ReferenceEquals(current, Ended))
        {
            return RenewedAccess.Left;
        }

        if (!newer.IsOfSameUser(current))
        {
            return new RenewedAccess(RenewalOutcome.OtherUser, current.Expires);
        }

        if (newer.Expires is { } end && (current.Expires is not { } until || end < until))
        {
            return new RenewedAccess(RenewalOutcome.Sooner, current.Expires);
        }

        ImmutableArray<TopicPattern> forbidden = [.. followed.Where(topic => !newer.MayFollow(topic))];
        return forbidden.IsEmpty
            ? null
            : new RenewedAccess(RenewalOutcome.MayNotFollow, current.Expires) { Forbidden = forbidden };
    }
}
