using LiveFeed.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Log.Trimming;

/// <summary>Once a second, removes from the log what its retention no longer allows.</summary>
internal sealed partial class LogTrimmer(IEventLog log, TimeProvider time, ILogger<LogTrimmer> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var outage = new OutageLog(cause => Log.CannotTrim(logger, cause), () => Log.TrimsAgain(logger));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await log.TrimAsync(stoppingToken);
                outage.Ended();
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                outage.Failed(e);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The log cannot be trimmed; trying again every second")]
        internal static partial void CannotTrim(ILogger logger, Exception cause);

        [LoggerMessage(Level = LogLevel.Information, Message = "The log can be trimmed again")]
        internal static partial void TrimsAgain(ILogger logger);
    }
}
