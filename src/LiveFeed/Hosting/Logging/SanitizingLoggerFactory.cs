using Microsoft.Extensions.Logging;

namespace LiveFeed.Hosting.Logging;

/// <summary>
/// Makes every logger, for any category and provider. What it writes is plain text. Clients can make the web server repeat a
/// line again and again; such a line is written once a minute.
/// </summary>
internal sealed class SanitizingLoggerFactory(LoggerFactory loggers, LogThrottle repeated) : ILoggerFactory
{
    private readonly StartupState _start = new();

    public ILogger CreateLogger(string categoryName) =>
        new SanitizingLogger(loggers.CreateLogger(categoryName), categoryName, repeated, _start);

    public void AddProvider(ILoggerProvider provider) => loggers.AddProvider(provider);

    public void Dispose() => loggers.Dispose();
}
