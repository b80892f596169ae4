using Microsoft.Extensions.Logging;

namespace LiveFeed.Hosting.Logging;

/// <summary>A category's logger, see <see cref="SanitizingLoggerFactory"/>.</summary>
internal sealed class SanitizingLogger(ILogger logger, string category, LogThrottle repeated, StartupState start) : ILogger
{
    private const string Host = "Microsoft.Extensions.Hosting.Internal.Host";
    private const int StartupFailed = 11; // the host's event id for it

    private readonly bool _isHost = category == Host;
    private readonly bool _mayRepeat = category.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => logger.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        start.IsOver |= _isHost && eventId.Id == StartupFailed;
        if (start.IsOver || !logger.IsEnabled(logLevel))
        {
            return;
        }

        var more = 0L;
        if (_mayRepeat && logLevel >= LogLevel.Warning && !repeated.TryTake(category, eventId, exception, out more))
        {
            return;
        }

        logger.Log(
            logLevel,
            eventId,
            state,
            SanitizedException.Of(exception),
            (values, _) => SanitizedText.Of(formatter(values, exception)) + LogThrottle.Told(more));
    }
}
