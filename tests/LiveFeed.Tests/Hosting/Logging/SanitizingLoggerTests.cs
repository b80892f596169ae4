using LiveFeed.Hosting.Logging;
using LiveFeed.Telemetry;
using LiveFeed.Tests.Properties;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Hosting.Logging;

public sealed class SanitizingLoggerTests : IDisposable
{
    private const string WebServer = "Microsoft.AspNetCore.Server.Kestrel.Http2";

    private readonly FakeTimeProvider _time = new();
    private readonly LiveFeedMetrics _metrics = new(new Meters());
    private readonly RecordingLogger<SanitizingLoggerTests> _lines = new();
    private readonly StartupState _start = new();
    private readonly LogThrottle _repeated;

    public SanitizingLoggerTests() => _repeated = new LogThrottle(_time, _metrics);

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public void A_repeated_line_of_the_web_server_is_written_once_a_minute_with_the_count_of_the_others()
    {
        var logger = new SanitizingLogger(_lines, WebServer, _repeated, _start);
        for (var i = 0; i < 5; i++)
        {
            Write(logger, LogLevel.Critical, 60, $"queue {i}");
        }

        Write(logger, LogLevel.Critical, 61, "another");
        _time.Advance(LogThrottle.Silence);
        Write(logger, LogLevel.Critical, 60, "queue 5");

        Assert.Equal(
            ["Critical: queue 0", "Critical: another", "Critical: queue 5 (4 more like this since the last line)"],
            _lines.Messages);
    }

    [Fact]
    public void Lines_of_the_service_and_of_no_trouble_are_all_written()
    {
        var (own, server) = (
            new SanitizingLogger(_lines, "LiveFeed.Log", _repeated, _start),
            new SanitizingLogger(_lines, WebServer, _repeated, _start));
        for (var i = 0; i < 3; i++)
        {
            Write(own, LogLevel.Error, 1, "own");
            Write(server, LogLevel.Information, 1, "server");
        }

        Assert.Equal(6, _lines.Messages.Count);
    }

    [Theory]
    [InlineData("all plain: ä 漢 \"q\"", "all plain: ä 漢 \"q\"")]
    [InlineData("a\r\ncrit: b", "a\\u000d\\u000acrit: b")]
    [InlineData("\u001b[31mred", "\\u001b[31mred")]
    [InlineData("\u009b2J \u2028 \u202e \u0000", "\\u009b2J \\u2028 \\u202e \\u0000")]
    public void A_character_that_is_not_shown_is_written_as_its_number(string text, string plain)
    {
        Write(new SanitizingLogger(_lines, "LiveFeed.Boards", _repeated, _start), LogLevel.Warning, 1, text);

        Assert.Equal($"Warning: {plain}", _lines.Messages.Single());
        Assert.Equal(plain, SanitizedException.Of(new InvalidOperationException(text))!.Message);
    }

    [Fact]
    public void The_stack_of_an_exception_keeps_its_lines_and_its_message_gets_none()
    {
        var exception = Assert.Throws<InvalidOperationException>(
            new Action(() => throw new InvalidOperationException("a\ncrit: forged\u001b")));

        var written = SanitizedException.Of(exception)!.ToString();

        Assert.StartsWith(
            "System.InvalidOperationException: a\\u000acrit: forged\\u001b\n   at ", written, StringComparison.Ordinal);
        Assert.Same(exception.InnerException, SanitizedException.Of(exception.InnerException));
    }

    [Fact]
    public void A_failed_start_is_logged_only_by_the_line_that_explains_it()
    {
        var host = new SanitizingLogger(_lines, "Microsoft.Extensions.Hosting.Internal.Host", _repeated, _start);
        Write(host, LogLevel.Warning, 1, "before");

        Write(host, LogLevel.Error, 11, "Hosting failed to start");
        Write(host, LogLevel.Error, 9, "BackgroundService failed");
        Write(new SanitizingLogger(_lines, "LiveFeed.Metrics", _repeated, _start), LogLevel.Error, 1, "The log is closed");

        Assert.Equal(["Warning: before"], _lines.Messages);
    }

    private static void Write(SanitizingLogger logger, LogLevel level, int id, string text) =>
        logger.Log(level, new EventId(id), text, exception: null, static (text, _) => text);
}
