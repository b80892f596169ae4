using LiveFeed.Log;
using LiveFeed.Log.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LiveFeed.Screenshots;

/// <summary>
/// Writes the log that the service finds when it starts. Producers cannot post into the past, and charts need one.
/// </summary>
internal static class Past
{
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(15);

    // What the service takes to be ready, after which the demo goes on: charts would show a hole.
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(3);

    internal static async Task WriteAsync(string path, TimeProvider time)
    {
        var options = Options.Create(new LogOptions { Path = path, Durability = LogDurability.Async });
        await using var log = new SqliteEventLog(options, time, NullLogger<SqliteEventLog>.Instance);
        var now = time.GetUtcNow();
        for (var at = now - Length; at < time.GetUtcNow() + Start; at = at.AddSeconds(1))
        {
            await log.AppendAsync([.. Demo.At(at.ToUnixTimeSeconds()).Select(one => one.At(at))], CancellationToken.None);
            foreach (var (ago, data) in Demo.FirstPosts)
            {
                if (now.AddSeconds(-ago) is var posted && posted >= at && posted < at.AddSeconds(1))
                {
                    await log.AppendAsync(
                        [new DemoEvent("demo/temperature", "message", data).At(posted)], CancellationToken.None);
                }
            }
        }
    }
}
