using Microsoft.Extensions.Options;

namespace LiveFeed.Streaming.SocketIo;

/// <summary>
/// Ends connections that are in no namespace for <see cref="SocketIoOptions.ConnectTimeout"/>. One timer for all: as each has
/// the same time, the first in the line is the first that is due. Any thread.
/// </summary>
internal sealed class ConnectDeadlines : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Queue<(SocketIoSession Session, long Due)> _line = new(); // guarded by _lock
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private readonly ITimer _timer;

    public ConnectDeadlines(IOptions<SocketIoOptions> options, TimeProvider time)
    {
        (_time, _timeout) = (time, options.Value.ConnectTimeout);
        _timer = time.CreateTimer(_ => EndThoseDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    internal void Add(SocketIoSession session)
    {
        lock (_lock)
        {
            _line.Enqueue((session, _time.GetTimestamp() + (long)(_timeout.TotalSeconds * _time.TimestampFrequency)));
            if (_line.Count == 1)
            {
                SetTimer();
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private void EndThoseDue()
    {
        List<SocketIoSession> due = [];
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            while (_line.TryPeek(out var first) && first.Due <= now)
            {
                due.Add(_line.Dequeue().Session);
            }

            SetTimer();
        }

        due.ForEach(session => session.EndIfNowhere());
    }

    // The caller holds the lock.
    private void SetTimer()
    {
        if (_line.TryPeek(out var first))
        {
            var rest = _time.GetElapsedTime(_time.GetTimestamp(), first.Due);
            _timer.Change(
                rest > TimeSpan.Zero ? rest + TimeSpan.FromMilliseconds(1) : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}
