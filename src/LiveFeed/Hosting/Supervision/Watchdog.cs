using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Hosting.Supervision;

/// <summary>
/// Tells systemd at half of the watchdog's time that the service is alive: the thread pool runs this, and the lanes take
/// turns. A log that is away is no reason to be restarted. A service that hangs says nothing, and systemd restarts it.
/// </summary>
internal sealed partial class Watchdog(
    WatchdogTime watchdog, ISystemdNotifier systemd, LaneActivity lanes, TimeProvider time, ILogger<Watchdog> logger)
    : BackgroundService
{
    // Once a lane hangs, so often is looked whether it goes on: in time for a pause of the whole machine.
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(2);

    private static readonly ServiceState Alive = new("WATCHDOG=1");

    private bool _hangs; // the loop's only, like the next
    private bool _isDeaf;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            Look();
            var half = watchdog.Limit / 2;
            await Task.Delay(_hangs && half > Again ? Again : half, time, stoppingToken).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Look()
    {
        var goesOn = lanes.GoesOn();
        if (!goesOn && !_hangs)
        {
            Log.Hangs(logger);
        }

        _hangs = !goesOn;
        if (goesOn)
        {
            Tell();
        }
    }

    // Systemd may restart itself: the next word reaches it.
    private void Tell()
    {
        try
        {
            systemd.Notify(Alive);
            _isDeaf = false;
        }
        catch (SocketException e)
        {
            if (!_isDeaf)
            {
                Log.Deaf(logger, e.Message);
            }

            _isDeaf = true;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The fan-out hangs; the watchdog is told nothing until it goes on")]
        internal static partial void Hangs(ILogger logger);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The watchdog cannot be told that the service is alive: {Why}")]
        internal static partial void Deaf(ILogger logger, string why);
    }
}
