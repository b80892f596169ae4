namespace LiveFeed.Tests.Support;

/// <summary>A clock on the wall that may be set, while timers and timestamps go on as before.</summary>
internal sealed class WallClock(TimeProvider time) : TimeProvider
{
    private long _ahead; // ticks; by Interlocked

    public override long TimestampFrequency => time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow().AddTicks(Interlocked.Read(ref _ahead));

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        time.CreateTimer(callback, state, dueTime, period);

    /// <summary>Sets it forward, or back.</summary>
    internal void Set(TimeSpan by) => Interlocked.Add(ref _ahead, by.Ticks);
}
