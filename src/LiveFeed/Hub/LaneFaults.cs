using LiveFeed.Frames;
using LiveFeed.Telemetry;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Hub;

/// <summary>
/// Logs a lane's faults: one line when a fault begins and one when it ends, however many turns it lasts. For the task of the
/// lane only.
/// </summary>
internal sealed partial class LaneFaults(ILogger logger)
{
    private readonly OutageLog _outage = new(cause => Log.TurnFailed(logger, cause), () => Log.TurnsSucceed(logger));
    private readonly OutageLog _sweeps = new(cause => Log.SweepFailed(logger, cause), () => Log.SweepsSucceed(logger));
    private bool _failedNow; // in the current turn
    private long _overtaken; // events trimmed since it was last at the head

    internal void TurnFailed(Exception cause) => _outage.Failed(cause);

    /// <summary>An event's offer failed, and the turn goes on.</summary>
    internal void OfferFailed(Exception cause)
    {
        TurnFailed(cause);
        _failedNow = true;
    }

    /// <summary>The turn came to its end.</summary>
    internal void TurnEnded()
    {
        if (!_failedNow)
        {
            _outage.Ended();
        }

        _failedNow = false;
    }

    /// <summary>The visit to every client failed: some got no heartbeat, or were not cut off.</summary>
    internal void SweepFailed(Exception cause) => _sweeps.Failed(cause);

    internal void SweepEnded() => _sweeps.Ended();

    /// <summary>The fan-out has met a gap in the log.</summary>
    internal void Missed(GapReason reason, long events)
    {
        if (reason == GapReason.Epoch)
        {
            Log.Replaced(logger);
            return;
        }

        if (_overtaken == 0)
        {
            Log.Overtaken(logger);
        }

        _overtaken += events;
    }

    /// <summary>It is at the head of the log, and nothing was trimmed on the way.</summary>
    internal void CaughtUp()
    {
        if (_overtaken > 0)
        {
            Log.CaughtUp(logger, _overtaken);
            _overtaken = 0;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Offering events failed; trying again every second")]
        internal static partial void TurnFailed(ILogger logger, Exception cause);

        [LoggerMessage(Level = LogLevel.Information, Message = "Offering events succeeds again")]
        internal static partial void TurnsSucceed(ILogger logger);

        [LoggerMessage(Level = LogLevel.Error, Message = "Visiting clients failed; trying again every second")]
        internal static partial void SweepFailed(ILogger logger, Exception cause);

        [LoggerMessage(Level = LogLevel.Information, Message = "Visiting clients succeeds again")]
        internal static partial void SweepsSucceed(ILogger logger);

        [LoggerMessage(
            Level = LogLevel.Warning,
            Message = "Retention overtakes the fan-out: clients read the log, and get a gap for trimmed events")]
        internal static partial void Overtaken(ILogger logger);

        [LoggerMessage(Level = LogLevel.Warning,
            Message = "The log's store was replaced: clients get a gap and continue with the new store")]
        internal static partial void Replaced(ILogger logger);

        [LoggerMessage(
            Level = LogLevel.Information,
            Message = "The fan-out has caught up; retention overtook it by {Events} events")]
        internal static partial void CaughtUp(ILogger logger, long events);
    }
}
