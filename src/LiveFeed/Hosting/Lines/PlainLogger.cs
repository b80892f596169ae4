using Microsoft.Extensions.Logging;

namespace LiveFeed.Hosting.Lines;

/// <summary>A category's logger, see <see cref="PlainLoggers"/>.</summary>
internal sealed class PlainLogger(ILogger logger, string category, RepeatedLines repeated) : ILogger
{
    private const string Host = "Microsoft.Extensions.Hosting.Internal.Host";

    // Said with a stack, as are then the services that the host ends for it. Program says it in a line, or the runtime with a stack.
    private const int StartupFailed = 11;

    private readonly bool _isHost = category == Host;
    private volatile bool _isOver; // written and read by who logs
    private readonly bool _mayRepeat = category.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => logger.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        _isOver |= _isHost && eventId.Id == StartupFailed;
        if (_isOver || !logger.IsEnabled(logLevel))
        {
            return;
        }

        var more = 0L;
        if (_mayRepeat && logLevel >= LogLevel.Warning && !repeated.TryTake(category, eventId, exception, out more))
        {
            return;
        }

        logger.Log(
            logLevel, eventId, state, PlainException.Of(exception), (values, _) => PlainText.Of(formatter(values, exception)) + RepeatedLines.Told(more));
    }
}
