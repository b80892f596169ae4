using System.Text;
using LiveFeed.Events;
using LiveFeed.Log;
using LiveFeed.Log.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LiveFeed.Browser;

/// <summary>Writes the log that a service finds when it starts: producers cannot post into the past.</summary>
internal static class Past
{
    /// <param name="path">Of the log's file.</param>
    /// <param name="events">Each with how long ago it came and its JSON data, oldest first.</param>
    internal static async Task WriteAsync(string path, params (TimeSpan Ago, string Topic, string Json)[] events)
    {
        var options = Options.Create(new LogOptions { Path = path });
        await using var log = new SqliteEventLog(options, TimeProvider.System, NullLogger<SqliteEventLog>.Instance);
        var now = TimeProvider.System.GetUtcNow();
        foreach (var (ago, topic, json) in events)
        {
            await log.AppendAsync(
                [
                    new FeedEvent
                    {
                        Topic = TopicName.Parse(topic),
                        Data = EventData.Json(Encoding.UTF8.GetBytes(json)),
                        Time = now - ago,
                    },
                ],
                CancellationToken.None);
        }
    }
}
