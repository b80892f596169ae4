using LiveFeed.Log;
using LiveFeed.Log.Memory;
using LiveFeed.Log.Trimming;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Log;

public sealed class LogTrimmerTests
{
    [Fact]
    public async Task A_trim_that_fails_is_logged_once_and_so_is_the_first_that_works_again()
    {
        var time = new FakeTimeProvider(TestEvents.Noon);
        var lines = new RecordingLogger<LogTrimmer>();
        await using var log =
            new FailingLog(new MemoryEventLog(Options.Create(new LogOptions()), time)) { Failure = new IOException("gone") };
        using var trimmer = new LogTrimmer(log, time, lines);
        await trimmer.StartAsync(TestContext.Current.CancellationToken);

        await PassUntilAsync(() => log.RefusedTrims >= 3);
        log.Failure = null;
        await PassUntilAsync(() => lines.Messages.Count > 1);
        await trimmer.StopAsync(TestContext.Current.CancellationToken);

        Assert.Collection(
            lines.Messages,
            line => Assert.StartsWith("Warning: The log cannot be trimmed", line, StringComparison.Ordinal),
            line => Assert.StartsWith("Information: The log can be trimmed again", line, StringComparison.Ordinal));

        Task PassUntilAsync(Func<bool> condition) => Deadline.UntilAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return condition();
            },
            "it was tried");
    }
}
