namespace LiveFeed.Faults.Load;

/// <summary>Notes for how long this process stood still at most. A machine may stop all its processes for seconds.</summary>
internal sealed class Pulse : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly PeriodicTimer _timer = new(Interval, TimeProvider.System);
    private readonly Lock _lock = new();
    private readonly Task _beating;
    private TimeSpan _longest; // guarded by _lock, like the next
    private long _last = TimeProvider.System.GetTimestamp(); // of the last beat

    internal Pulse() => _beating = BeatAsync();

    /// <summary>The longest time between two beats, and since the last one.</summary>
    internal TimeSpan LongestGap
    {
        get
        {
            lock (_lock)
            {
                var rest = TimeProvider.System.GetElapsedTime(_last);
                return rest > _longest ? rest : _longest;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _beating;
    }

    private async Task BeatAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            var longest = LongestGap;
            lock (_lock)
            {
                (_longest, _last) = (longest, TimeProvider.System.GetTimestamp());
            }
        }
    }
}
