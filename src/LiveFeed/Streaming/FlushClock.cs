using LiveFeed.Clients;
using Microsoft.Extensions.Options;

namespace LiveFeed.Streaming;

/// <summary>
/// The rhythm of flush windows: one timer for all connections, which runs only while one of them rests after a write. So
/// a connection writes at most once a window, and the first event after a quiet spell is written at once.
/// </summary>
internal sealed class FlushClock : IDisposable
{
    private readonly TimeSpan _window;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private TaskCompletionSource? _tick; // guarded by _lock; null while nobody rests

    public FlushClock(IOptions<DeliveryOptions> options, TimeProvider time)
    {
        _window = options.Value.FlushWindow;
        _timer = time.CreateTimer(_ => Tick(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>There is no window: everything is written at once.</summary>
    internal bool IsOff => _window == TimeSpan.Zero;

    /// <summary>Whether who wrote so long ago has to wait for the end of its window.</summary>
    internal bool MustRest(TimeSpan sinceWrite) => sinceWrite < _window;

    /// <summary>Done at once for who may write, else at the end of the current window, at the latest one window from now.</summary>
    internal Task RestAsync(TimeSpan sinceWrite)
    {
        if (!MustRest(sinceWrite))
        {
            return Task.CompletedTask;
        }

        lock (_lock)
        {
            if (_tick is null)
            {
                // Without RunContinuationsAsynchronously: who rests goes on one after another on the timer's thread, which
                // costs no hand-over each.
                _tick = new TaskCompletionSource();
                _timer.Change(_window, Timeout.InfiniteTimeSpan);
            }

            return _tick.Task;
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Tick()
    {
        TaskCompletionSource? tick;
        lock (_lock)
        {
            (tick, _tick) = (_tick, null);
        }

        tick?.SetResult();
    }
}
