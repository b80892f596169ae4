using Microsoft.Extensions.Logging;

namespace LiveFeed.Hosting.Logging;

/// <summary>
/// Every logger, of whatever category and for whatever provider: what it writes is plain text, and the web server, which
/// clients can have say the same again and again, says it once a minute.
/// </summary>
internal sealed class SanitizingLoggerFactory(LoggerFactory loggers, LogThrottle repeated) : ILoggerFactory
{
    private readonly StartupState _start = new();

    public ILogger CreateLogger(string categoryName) =>
        new SanitizingLogger(loggers.CreateLogger(categoryName), categoryName, repeated, _start);

    public void AddProvider(ILoggerProvider provider) => loggers.AddProvider(provider);

    public void Dispose() => loggers.Dispose();
}
