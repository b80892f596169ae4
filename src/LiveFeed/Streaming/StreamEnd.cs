using LiveFeed.Clients;
using LiveFeed.Frames;

namespace LiveFeed.Streaming;

/// <summary>
/// Ends one client's stream in time: when its access expires, or after the max lifetime. The client is told before its
/// access expires, and newer credentials move that end (<see cref="FeedClient.Access"/>).
/// <para>
/// Access expires by the clock on the wall, and a timer waits by another clock: one stands still while the machine sleeps,
/// the other may be set. So each look compares times anew, and there is at least one look a minute.
/// </para>
/// </summary>
internal sealed class StreamEnd : IDisposable
{
    /// <summary>The client is told this long before its access expires; at once when less is left.</summary>
    internal static readonly TimeSpan Notice = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly FeedClient _client;
    private readonly TimeProvider _time;
    private readonly TimeSpan _lifetime;
    private readonly long _start; // a timestamp
    private readonly ITimer _timer;
    private long _toldTicks; // by Interlocked: the expiry that the client was told last

    private StreamEnd(FeedClient client, TimeSpan lifetime, TimeProvider time)
    {
        (_client, _time, _lifetime, _start) = (client, time, lifetime, time.GetTimestamp());
        _timer = time.CreateTimer(
            static end => ((StreamEnd)end!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        client.Access.Renewed += Look;
        Look();
    }

    /// <summary>Begins to watch; null for a client that may stay for ever.</summary>
    /// <param name="client">The client.</param>
    /// <param name="lifetime">How long its stream may last; <see cref="TimeSpan.MaxValue"/> for ever.</param>
    /// <param name="time">Both clocks.</param>
    internal static StreamEnd? Of(FeedClient client, TimeSpan lifetime, TimeProvider time) =>
        lifetime == TimeSpan.MaxValue && client.Access.Grant.Expires is null ? null : new(client, lifetime, time);

    public void Dispose()
    {
        _client.Access.Renewed -= Look;
        _timer.Dispose();
    }

    // The timer and whoever moves the end may look at the same time. The worst that one of them can do is to set the timer
    // too early, or a minute too late.
    private void Look()
    {
        var rest = _lifetime == TimeSpan.MaxValue ? _lifetime : _lifetime - _time.GetElapsedTime(_start);
        if (rest <= TimeSpan.Zero)
        {
            _client.Close(CloseReason.Lifetime);
            return;
        }

        var now = _time.GetUtcNow();
        if (_client.Access.TryEnd(now))
        {
            _client.Close(CloseReason.Expired);
            return;
        }

        if (_client.Access.Grant.Expires is { } expires)
        {
            rest = Least(rest, Least(LongestWait, UntilNext(expires, now)));
        }

        if (rest != TimeSpan.MaxValue)
        {
            _timer.Change(rest, Timeout.InfiniteTimeSpan);
        }
    }

    private TimeSpan UntilNext(DateTimeOffset expires, DateTimeOffset now)
    {
        var left = expires - now;
        if (left > Notice)
        {
            return left - Notice;
        }

        if (Interlocked.Exchange(ref _toldTicks, expires.UtcTicks) != expires.UtcTicks)
        {
            _client.TryTell(new ExpiringFrame(expires));
        }

        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
