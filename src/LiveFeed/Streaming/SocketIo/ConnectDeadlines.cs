using LiveFeed.Scheduling;
using Microsoft.Extensions.Options;

namespace LiveFeed.Streaming.SocketIo;

/// <summary>
/// Ends connections that are in no namespace for <see cref="SocketIoOptions.ConnectTimeout"/>. One timer for all: as each
/// has the same time, the first in the line is the first that is due. Any thread.
/// </summary>
internal sealed class ConnectDeadlines : IDisposable
{
    private readonly Lock _lock = new();
    private readonly LinkedList<(SocketIoSession Session, long Due)> _line = new(); // guarded by _lock, nodes included
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private readonly ITimer _timer;

    public ConnectDeadlines(IOptions<SocketIoOptions> options, TimeProvider time)
    {
        (_time, _timeout) = (time, options.Value.ConnectTimeout);
        _timer = time.CreateTimer(_ => EndThoseDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <returns>Its place in the line.</returns>
    internal LinkedListNode<(SocketIoSession Session, long Due)> Add(SocketIoSession session)
    {
        var due = _time.TimestampIn(_timeout);
        lock (_lock)
        {
            var place = _line.AddLast((session, due));
            if (_line.Count == 1)
            {
                SetTimer();
            }

            return place;
        }
    }

    /// <summary>The connection has ended. Its place may be given up already.</summary>
    internal void Remove(LinkedListNode<(SocketIoSession Session, long Due)> place)
    {
        lock (_lock)
        {
            if (place.List is not null)
            {
                _line.Remove(place);
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
            while (_line.First is { } first && first.Value.Due <= now)
            {
                due.Add(first.Value.Session);
                _line.RemoveFirst();
            }

            SetTimer();
        }

        due.ForEach(session => session.EndIfNowhere());
    }

    // The caller holds the lock.
    private void SetTimer()
    {
        if (_line.First is { } first)
        {
            _timer.FireAt(first.Value.Due, _time);
        }
    }
}
