using System.Text;
using LiveFeed.Events;
using LiveFeed.Log;
using LiveFeed.Log.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LiveFeed.Tests.Support;

/// <summary>
/// Writes the log that a service finds when it starts: producers cannot post into the past, and charts need one.
/// </summary>
internal static class PastLog
{
    /// <param name="path">Of the log's file.</param>
    /// <param name="batches">
    /// Oldest first, each event with its time of receipt. They are enumerated while they are written.
    /// </param>
    internal static async Task WriteAsync(string path, IEnumerable<IEnumerable<FeedEvent>> batches)
    {
        var options = Options.Create(new LogOptions { Path = path, Durability = LogDurability.Async });
        await using var log = new SqliteEventLog(options, TimeProvider.System, NullLogger<SqliteEventLog>.Instance);
        foreach (var batch in batches)
        {
            await log.AppendAsync([.. batch], CancellationToken.None);
        }
    }

    /// <param name="path">Of the log's file.</param>
    /// <param name="events">Each with how long ago it came and its JSON data, oldest first.</param>
    internal static Task WriteAsync(string path, params (TimeSpan Ago, string Topic, string Json)[] events)
    {
        var now = TimeProvider.System.GetUtcNow();
        return WriteAsync(path, [events.Select(one => At(now - one.Ago, one.Topic, one.Json))]);
    }

    internal static FeedEvent At(
        DateTimeOffset time, string topic, string json, string name = FeedEvent.DefaultName, string? key = null) =>
        new()
        {
            Topic = TopicName.Parse(topic),
            Name = name,
            Key = key,
            Data = EventData.Json(Encoding.UTF8.GetBytes(json)),
            Time = time,
        };
}
