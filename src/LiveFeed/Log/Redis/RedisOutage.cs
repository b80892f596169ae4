using LiveFeed.Telemetry;
using Microsoft.Extensions.Logging;

namespace LiveFeed.Log.Redis;

/// <summary>
/// Whether the store takes events and gives them to the tail. Another question that fails, as that of one reader, is no
/// outage. Any thread.
/// </summary>
internal sealed partial class RedisOutage
{
    private readonly Lock _gate = new();
    private readonly OutageLog _log; // guarded by the gate
    private readonly ILogger _logger;
    private bool _isRefused; // and that is logged; guarded by the gate
    private volatile string? _fault; // written under the gate

    internal RedisOutage(ILogger logger) => (_logger, _log) = (logger, new OutageLog(
        cause =>
        {
            if (cause is LogUnavailableException)
            {
                Log.IsAway(logger, cause.Message);
            }
            else
            {
                Log.CannotRead(logger, cause);
            }
        },
        () => Log.IsBack(logger)));

    /// <summary>What is wrong; null when nothing is. The log says so before.</summary>
    internal string? Fault => _fault;

    internal void Failed(Exception cause)
    {
        lock (_gate)
        {
            var isRefused = RedisRefusal.Is(cause);
            if (isRefused && !_isRefused && _fault is not null)
            {
                Log.IsAway(_logger, cause.Message); // when it began, nobody knew that
            }

            _isRefused |= isRefused;
            _log.Failed(cause);
            _fault = cause is LogUnavailableException ? cause.Message : $"the log cannot be read: {cause.Message}";
        }
    }

    internal void Ended()
    {
        lock (_gate)
        {
            _log.Ended();
            (_fault, _isRefused) = (null, false);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error,
            Message = "{Fault}. Publishers are refused and clients wait; trying again")]
        internal static partial void IsAway(ILogger logger, string fault);

        [LoggerMessage(Level = LogLevel.Error, Message = "The events on Redis cannot be read; trying again every second")]
        internal static partial void CannotRead(ILogger logger, Exception cause);

        [LoggerMessage(Level = LogLevel.Information, Message = "Redis answers again")]
        internal static partial void IsBack(ILogger logger);
    }
}
