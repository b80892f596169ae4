using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Support;

/// <summary>
/// Virtual time that notes which timers are set. The service may set one only after a test has seen why it does, so a test
/// waits for the timer before it moves the time.
/// </summary>
internal sealed class NotedTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TimeSpan, int> _set = []; // how often, by when they end; guarded by _lock

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new NotedTimer(this, base.CreateTimer(callback, state, dueTime, period));
        Note(dueTime);
        return timer;
    }

    /// <summary>How often a timer was set so far to end after this time.</summary>
    internal int TimesSet(TimeSpan due)
    {
        lock (_lock)
        {
            return _set.GetValueOrDefault(due);
        }
    }

    /// <summary>Waits until, from this call on, a timer is set to end after this time.</summary>
    internal Task UntilSetAsync(TimeSpan due)
    {
        var before = TimesSet(due);
        return Deadline.UntilAsync(() => TimesSet(due) > before, $"a timer of {due} is set");
    }

    private void Note(TimeSpan due)
    {
        lock (_lock)
        {
            _set[due] = _set.GetValueOrDefault(due) + 1;
        }
    }

    private sealed class NotedTimer(NotedTime time, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var isSet = timer.Change(dueTime, period);
            time.Note(dueTime);
            return isSet;
        }

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
