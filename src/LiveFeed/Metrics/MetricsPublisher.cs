using LiveFeed.Publishing;
using LiveFeed.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LiveFeed.Metrics;

/// <summary>
/// The publisher service: at the start and then once an interval it publishes the events of <see cref="MetricTurn"/> as one
/// batch. A failure is logged once, until a turn succeeds. A turn that takes longer than the interval delays the next.
/// </summary>
internal sealed partial class MetricsPublisher(
    MetricTurn turn,
    PublishSessions sessions,
    IOptions<MetricsOptions> options,
    TimeProvider time,
    ILogger<MetricsPublisher> logger)
    : BackgroundService
{
    // The service's task only.
    private readonly OutageLog _outage = new(cause => Log.TurnFailed(logger, cause), () => Log.PublishesAgain(logger));

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.Enabled)
        {
            return Task.CompletedTask;
        }

        // Here, not in the task: hosted services start before the server listens, so no client joins unnoticed.
        turn.Begin();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Interval, time);
        do
        {
            await TakeTurnAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async ValueTask TakeTurnAsync(CancellationToken stoppingToken)
    {
        try
        {
            var events = turn.Collect();
            if (events.Count > 0)
            {
                (await sessions.OfService.PublishAllAsync(events, answersFirst: false, stoppingToken)).ThrowIfRefused();
                turn.Published();
            }

            _outage.Ended();
        }
        catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            _outage.Failed(e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The metrics cannot be published; trying again in every turn")]
        internal static partial void TurnFailed(ILogger logger, Exception cause);

        [LoggerMessage(Level = LogLevel.Information, Message = "The metrics can be published again")]
        internal static partial void PublishesAgain(ILogger logger);
    }
}
