using Microsoft.Extensions.Logging;

namespace LiveFeed.Tests.Support;

/// <summary>Keeps what a service logs, of every category, after its filters. Any thread.</summary>
internal sealed class LogCollector : ILoggerProvider
{
    private readonly RecordingLogger<LogCollector> _lines = new();

    internal IReadOnlyList<string> Messages => _lines.Messages;

    public ILogger CreateLogger(string categoryName) => _lines;

    public void Dispose()
    {
    }
}
