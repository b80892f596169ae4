using LiveFeed.Events;
using LiveFeed.Log;
using LiveFeed.Log.Redis;
using LiveFeed.Telemetry;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Hub.Backplane.Redis;

/// <summary>
/// Ephemeral events of other nodes, in the order in which they came. Each is held until this node's log has reached the
/// position that it follows, max two seconds. When too many bytes are held, the oldest are dropped. Any thread.
/// </summary>
internal sealed partial class HeldEvents : IDisposable
{
    internal const long MaxBytes = 16 << 20; // some events of the largest size, or some ten thousand small ones

    private const int ObjectBytes = 160; // of each: the message's array, its position, its place in the queue

    // As long as a log waits for a position. Who waited behind others so long does not wait again.
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(2);

    private readonly Func<Position, CancellationToken, ValueTask<bool>> _reach;
    private readonly Action<FeedEvent> _deliver;
    private readonly ClusterMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly RecentTexts _texts = new(); // used by the one loop
    private readonly CancellationTokenSource _closing = new();

    private readonly Lock _gate = new(); // guards the next fields
    private readonly Queue<(ToldEvent Told, long Came)> _held = new();
    private long _bytes;
    private bool _isWorking; // a loop runs

    /// <param name="reach">As <see cref="IEventLog.ReachAsync"/>.</param>
    /// <param name="deliver">To this node's clients.</param>
    /// <param name="metrics">Counts what is dropped.</param>
    /// <param name="time">For how long one has been held.</param>
    /// <param name="logger">For what nobody expects.</param>
    internal HeldEvents(
        Func<Position, CancellationToken, ValueTask<bool>> reach,
        Action<FeedEvent> deliver,
        ClusterMetrics metrics,
        TimeProvider time,
        ILogger logger) =>
        (_reach, _deliver, _metrics, _time, _logger) = (reach, deliver, metrics, time, logger);

    internal void Add(ToldEvent told)
    {
        var (dropped, starts) = (0, false);
        lock (_gate)
        {
            _held.Enqueue((told, _time.GetTimestamp()));
            for (_bytes += BytesOf(told); _bytes > MaxBytes && _held.Count > 1; dropped++)
            {
                _bytes -= BytesOf(_held.Dequeue().Told);
            }

            (starts, _isWorking) = (!_isWorking, true);
        }

        if (dropped > 0)
        {
            _metrics.Dropped(EventDrop.Full, dropped);
        }

        if (starts)
        {
            _ = Task.Run(WorkAsync);
        }
    }

    public void Dispose()
    {
        _closing.Cancel();
        _closing.Dispose();
    }

    private static int BytesOf(ToldEvent told) => told.Event.Length + ObjectBytes;

    private async Task WorkAsync()
    {
        while (Next() is { } next)
        {
            try
            {
                await HoldAsync(next.Told.Position, next.Came);
                _deliver(StoredEvent.Read(next.Told.Event.Span, _texts) with { Ephemeral = true });
            }
            catch (LogCorruptException)
            {
                _metrics.Dropped(EventDrop.Unreadable);
            }
            catch (Exception e) when (!_closing.IsCancellationRequested)
            {
                Log.CannotDeliver(_logger, e);
            }
            catch (Exception)
            {
                // The service stops.
            }
        }
    }

    private async ValueTask HoldAsync(Position position, long came)
    {
        if (_time.GetElapsedTime(came) >= MaxWait)
        {
            return;
        }

        try
        {
            await _reach(position, _closing.Token);
        }
        catch (LogUnavailableException)
        {
            // Nothing to wait for: the events before it come when Redis is back.
        }
    }

    private (ToldEvent Told, long Came)? Next()
    {
        lock (_gate)
        {
            if (_closing.IsCancellationRequested || !_held.TryDequeue(out var next))
            {
                _isWorking = false;
                return null;
            }

            _bytes -= BytesOf(next.Told);
            return next;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "An ephemeral event of another node cannot be delivered")]
        internal static partial void CannotDeliver(ILogger logger, Exception cause);
    }
}
