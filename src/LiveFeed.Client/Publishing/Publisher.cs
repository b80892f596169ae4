using LiveFeed.Client.Http;
using LiveFeed.Client.Telemetry;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Client.Publishing;

/// <summary>Publishes what is queued, one batch after the other, so that the order is kept. Any thread.</summary>
internal sealed partial class Publisher : IAsyncDisposable
{
    private readonly FeedService _service;
    private readonly PublishQueue _queue;
    private readonly BatchSender _sender;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _pump;

    internal Publisher(FeedService service)
    {
        _service = service;
        _queue = new PublishQueue(service.Options, service.Time);
        _sender = new BatchSender(service);
        _pump = PumpAsync();
    }

    /// <summary>Ends when there is room for the event.</summary>
    internal async ValueTask<PendingEvent> EnqueueAsync(NewEvent e, CancellationToken cancellationToken)
    {
        var pending = EventWriter.Write(e);
        await _queue.AddAsync(pending, cancellationToken).ConfigureAwait(false);
        return pending;
    }

    internal Task FlushAsync() => _queue.FlushAsync();

    /// <summary>Waits until all is sent, or the time is up; then the rest fails.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        try
        {
            await _pump.WaitAsync(_service.Options.CloseTimeout, _service.Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            await _stop.CancelAsync().ConfigureAwait(false);
            await _pump.ConfigureAwait(false);
            var lost = _queue.FailRest(new LiveFeedException(
                "The client was closed before the service had answered: nobody knows whether this event was stored."));
            ClientTelemetry.Failed(lost);
            Log.Lost(_service.Logger, lost, _service.Options.CloseTimeout);
        }

        _queue.Dispose();
        _stop.Dispose();
    }

    // Ends when the queue is closed and empty, or it is stopped.
    private async Task PumpAsync()
    {
        try
        {
            while (await _queue.TakeAsync(_stop.Token).ConfigureAwait(false) is { } batch)
            {
                await SendAsync(batch).ConfigureAwait(false);
                _queue.Release();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
    }

    private async Task SendAsync(IReadOnlyList<PendingEvent> batch)
    {
        try
        {
            await _sender.SendAsync(batch, _stop.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            // A fault of an app's handler or provider must not end publishing for good.
            Log.Fault(_service.Logger, e);
            var why = new LiveFeedException($"The event could not be sent: {e.Message}", e);
            ClientTelemetry.Failed(batch.Count(one => one.Fail(why)));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            Level = LogLevel.Error,
            Message = "{Count} events were not confirmed within {Timeout} of closing; their receipts have failed")]
        internal static partial void Lost(ILogger logger, int count, TimeSpan timeout);

        [LoggerMessage(Level = LogLevel.Error, Message = "A batch of events could not be sent")]
        internal static partial void Fault(ILogger logger, Exception cause);
    }
}
