namespace LiveFeed.Client.Retrying;

/// <summary>
/// Cancels a connection of which nothing comes. A connection that a router forgot looks open for ever; the service's
/// heartbeat tells the two apart. It counts only while somebody waits for the connection, so that a slow reader is not taken
/// for a silent service. The reader arms and disarms it; the timer's thread cancels.
/// </summary>
internal sealed class SilenceWatch : IDisposable
{
    // Two heartbeats and some slack, when the service has not said how often they come.
    private static readonly TimeSpan UsualLimit = TimeSpan.FromSeconds(40);

    // Short heartbeats must not make a busy network look like a lost connection.
    private static readonly TimeSpan LeastLimit = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan MaxLimit = TimeSpan.FromDays(49);

    private readonly CancellationTokenSource _silent = new();
    private readonly ITimer _timer;
    private readonly TimeSpan? _fixed;
    private TimeSpan _limit;

    /// <param name="limit">The option; null: by the heartbeat.</param>
    /// <param name="time">The clock.</param>
    internal SilenceWatch(TimeSpan? limit, TimeProvider time)
    {
        (_fixed, _limit) = (limit, limit ?? UsualLimit);
        _timer = time.CreateTimer(
            static silent => ((CancellationTokenSource)silent!).Cancel(),
            _silent,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
    }

    /// <summary>Nothing came for too long.</summary>
    internal bool IsSilent => _silent.IsCancellationRequested;

    internal CancellationToken Token => _silent.Token;

    /// <summary>
    /// From now on it waits for two of these heartbeats and half of a third. Null: for the usual ones.
    /// </summary>
    internal void Expect(TimeSpan? heartbeat)
    {
        var limit = _fixed ?? (heartbeat is { } time ? Max(LeastLimit, time * 2.5) : UsualLimit);
        _limit = limit < MaxLimit ? limit : MaxLimit;
    }

    internal void Arm() => _timer.Change(_limit, Timeout.InfiniteTimeSpan);

    internal void Disarm() => _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    // Not the source: the timer's callback may run right now, and it has no handle to free.
    public void Dispose() => _timer.Dispose();

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
