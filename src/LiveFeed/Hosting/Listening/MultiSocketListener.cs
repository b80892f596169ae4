using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Hosting.Listening;

/// <summary>
/// Several listeners at one address as one: each has a loop that accepts, and all pass connections to the caller here. A
/// listener that fails is closed and opened again, at once and then every second, while the others go on. Without its loop
/// the kernel would still give it its share of the new connections, which nobody would accept.
/// </summary>
internal sealed partial class MultiSocketListener : IConnectionListener
{
    private static readonly TimeSpan PauseBetweenTries = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly IConnectionListener[] _listeners; // each slot written by its loop; guarded by _lock, with _stop
    private readonly List<IConnectionListener> _closed = []; // failed listeners; guarded by _lock
    private readonly Func<EndPoint, CancellationToken, ValueTask<IConnectionListener>> _open;
    private readonly ConnectionSlots _places;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    // Capacity one, so that an accepted connection is served before the next is accepted. A waiting connection holds a
    // buffer with its request; the kernel's queues hold thousands without one.
    private readonly Channel<ConnectionContext> _accepted =
        Channel.CreateBounded<ConnectionContext>(new BoundedChannelOptions(1) { SingleReader = true });

    /// <param name="listeners">All at one address.</param>
    /// <param name="open">Opens another one there.</param>
    /// <param name="places">The places that accepted connections take.</param>
    /// <param name="time">The clock for the pause between tries to open one.</param>
    /// <param name="logger">For listeners that fail.</param>
    internal MultiSocketListener(
        IEnumerable<IConnectionListener> listeners,
        Func<EndPoint, CancellationToken, ValueTask<IConnectionListener>> open,
        ConnectionSlots places,
        TimeProvider time,
        ILogger logger)
    {
        _listeners = [.. listeners];
        (_open, _places, _time, _logger) = (open, places, time, logger);
        EndPoint = _listeners[0].EndPoint;
        _accepting = AcceptAllAsync();
    }

    public EndPoint EndPoint { get; }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _accepted.Reader.WaitToReadAsync(cancellationToken))
        {
            if (_accepted.Reader.TryRead(out var connection))
            {
                return connection;
            }
        }

        return null;
    }

    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        await StopAsync();
        foreach (var listener in _listeners)
        {
            await listener.UnbindAsync(cancellationToken);
        }

        await _accepting;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        IConnectionListener[] listeners;
        lock (_lock)
        {
            listeners = [.. _listeners.Union(_closed)];
        }

        // Only now: a listener's end frees the memory of all connections that it has accepted.
        foreach (var listener in listeners)
        {
            await listener.DisposeAsync();
        }

        // Until the loops have ended: a loop may wait for room for a connection that nobody will ask for.
        await foreach (var connection in _accepted.Reader.ReadAllAsync())
        {
            await connection.DisposeAsync();
        }

        await _accepting;
        _stop.Dispose();
    }

    // After this no listener is opened.
    private async Task StopAsync()
    {
        if (!_stop.IsCancellationRequested)
        {
            await _stop.CancelAsync();
        }

        lock (_lock)
        {
            // A loop that has just opened a listener has put it in its slot by now.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Error,
            Message = "A listening socket at {Address} has failed; it is closed and opened again")]
        internal static partial void Failed(ILogger logger, EndPoint address, Exception? cause);

        [LoggerMessage(
            Level = LogLevel.Error,
            Message = "The socket at {Address} cannot be opened now; trying again every second: {Reason}")]
        internal static partial void NotOpened(ILogger logger, EndPoint address, string reason);

        [LoggerMessage(Level = LogLevel.Information, Message = "The socket at {Address} listens again")]
        internal static partial void Opened(ILogger logger, EndPoint address);
    }
}
