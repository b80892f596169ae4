using LiveFeed.Log;
using LiveFeed.Log.Sqlite;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LiveFeed.Tests.Log;

public sealed class ClosedLogTests
{
    [Fact]
    public async Task A_closed_log_has_let_go_of_its_file()
    {
        using var folder = new TempFolder();
        var options = Options.Create(new LogOptions { Path = folder.File("feed.db") });
        await using (var log = new SqliteEventLog(options, TimeProvider.System, NullLogger<SqliteEventLog>.Instance))
        {
            await log.AppendAsync([TestEvents.Event("a", id: "x")], TestContext.Current.CancellationToken);
            Assert.NotEmpty(OpenIn(folder));
        }

        Assert.Empty(OpenIn(folder));
    }

    private static IEnumerable<string> OpenIn(TempFolder folder) => Directory.EnumerateFiles("/proc/self/fd")
        .Select(file => new FileInfo(file).LinkTarget ?? "") // gone meanwhile: null
        .Where(target => target.StartsWith(folder.Path, StringComparison.Ordinal));
}
