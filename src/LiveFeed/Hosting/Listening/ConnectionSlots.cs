using LiveFeed.Telemetry;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Hosting.Listening;

/// <summary>
/// The places for open connections of any protocol. Each takes a file descriptor, and the log needs some, too, so no
/// connection is accepted past the last place. When places run out, connections without a request are ended: first those
/// that never sent one, then those whose last request is oldest. Any thread.
/// </summary>
internal sealed partial class ConnectionSlots(
    int places, TimeProvider time, LiveFeedMetrics metrics, ILogger<ConnectionSlots> logger)
{
    /// <summary>A new connection that sends no request within this time counts as idle.</summary>
    internal static readonly TimeSpan FirstRequestGrace = TimeSpan.FromSeconds(1);

    /// <summary>A younger connection is not ended, or a flood would end real clients. It waits in the kernel.</summary>
    internal static readonly TimeSpan LeastLife = TimeSpan.FromMilliseconds(100);

    // The server closes an ended connection within milliseconds. Past this it is too busy for new ones.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    // Places kept free while idle connections exist: the next connection need not wait for one to close.
    private readonly int _spare = Math.Clamp(places / 16, 1, 256);

    private readonly Lock _lock = new();
    private readonly IdleConnections _unasked = new(); // have not sent a request yet; guarded by _lock, like all below
    private readonly IdleConnections _resting = new(); // have been answered
    private int _open; // accepted, and not closed yet
    private int _ending; // of these, ended by us
    private bool _isCrowded; // since a connection was ended, until a quarter of the places is free
    private TaskCompletionSource? _closed; // completed when the next connection has closed; null while nobody waits

    internal int Places => places;

    internal int Open
    {
        get
        {
            lock (_lock)
            {
                return _open;
            }
        }
    }

    /// <summary>Gives a new connection a place, if need be after another has closed.</summary>
    /// <returns>Null, counted, when requests hold every place: the caller ends the new connection.</returns>
    internal async ValueTask<SlotConnection?> EnterAsync(ConnectionContext connection)
    {
        var entering = new SlotConnection(connection, this);
        var start = time.GetTimestamp();
        while (true)
        {
            bool isIn, begins;
            SlotConnection? ended;
            Task closed;
            TimeSpan wait;
            lock (_lock)
            {
                ended = places - _open <= _spare ? EndOne_NeedsLock() : null; // before the new connection is one of them
                isIn = TryEnter_NeedsLock(entering);
                wait = isIn ? TimeSpan.Zero : Wait_NeedsLock();
                begins = BecomesCrowded_NeedsLock(ended is not null || !isIn);
                closed = isIn
                    ? Task.CompletedTask
                    : (_closed ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            Tell(begins);
            End(ended);
            if (isIn)
            {
                return entering;
            }

            if (wait == TimeSpan.Zero || time.GetElapsedTime(start) >= LongestWait)
            {
                metrics.ConnectionEnded(ConnectionEnd.NoPlace);
                return null;
            }

            await closed.WaitAsync(wait, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <returns>False when the connection was just ended to make room: the request is not served.</returns>
    internal bool TryBegin(SlotConnection connection)
    {
        lock (_lock)
        {
            if (connection.IsEnding)
            {
                return false;
            }

            if (connection.Requests++ == 0)
            {
                connection.Idle?.Remove(connection);
            }

            return true;
        }
    }

    internal void EndRequest(SlotConnection connection)
    {
        lock (_lock)
        {
            // A request may outlive its connection.
            if (--connection.Requests == 0 && !connection.HasLeft)
            {
                connection.IdleSince = time.GetTimestamp();
                _resting.Add(connection);
            }
        }
    }

    internal void Leave(SlotConnection connection)
    {
        TaskCompletionSource? closed;
        bool isOver;
        lock (_lock)
        {
            if (connection.HasLeft)
            {
                return;
            }

            connection.HasLeft = true;
            connection.Idle?.Remove(connection);
            _open--;
            _ending -= connection.IsEnding ? 1 : 0;
            isOver = _isCrowded && _open <= places - (places / 4);
            _isCrowded &= !isOver;
            (closed, _closed) = (_closed, null);
        }

        closed?.SetResult();
        if (isOver)
        {
            Log.Roomy(logger);
        }
    }

    // Outside the lock: an ended connection may call back at once.
    private void End(SlotConnection? connection)
    {
        if (connection is not null)
        {
            metrics.ConnectionEnded(ConnectionEnd.Idle);
            connection.End();
        }
    }

    private bool TryEnter_NeedsLock(SlotConnection connection)
    {
        if (_open >= places)
        {
            return false;
        }

        _open++;
        connection.IdleSince = time.GetTimestamp();
        _unasked.Add(connection);
        return true;
    }

    private SlotConnection? EndOne_NeedsLock()
    {
        var age = _unasked.First is { } oldest ? time.GetElapsedTime(oldest.IdleSince) : TimeSpan.Zero;
        var ended = age >= FirstRequestGrace ? _unasked.First : _resting.First ?? (age >= LeastLife ? _unasked.First : null);
        if (ended is not null && _ending < _spare)
        {
            ended.Idle!.Remove(ended);
            ended.IsEnding = true;
            _ending++;
            return ended;
        }

        return null;
    }

    // Waits until an ended connection has closed or the oldest silent one may be ended. Zero when neither will happen.
    private TimeSpan Wait_NeedsLock() =>
        _ending > 0 ? LongestWait
        : _unasked.First is { } oldest
            ? LeastLife - time.GetElapsedTime(oldest.IdleSince) is var rest && rest > ShortestWait ? rest
            : ShortestWait
        : TimeSpan.Zero;

    private bool BecomesCrowded_NeedsLock(bool hasNoRoom)
    {
        var begins = hasNoRoom && !_isCrowded;
        _isCrowded |= hasNoRoom;
        return begins;
    }

    private void Tell(bool isCrowded)
    {
        if (isCrowded)
        {
            Log.Crowded(logger, places);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning,
            Message = "The {Places} places for connections run out: idle connections are ended; without one, new ones " +
                "are turned away")]
        internal static partial void Crowded(ILogger logger, int places);

        [LoggerMessage(Level = LogLevel.Information, Message = "There are places for connections again")]
        internal static partial void Roomy(ILogger logger);
    }
}
