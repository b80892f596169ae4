using System.Globalization;
using System.Text;
using LiveFeed.Events;
using LiveFeed.Log;
using LiveFeed.Log.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LiveFeed.Bench.Load;

/// <summary>
/// Writes a log that holds a day, as producers cannot post into the past. Each of the topics <c>day/values/s0…</c> has a
/// value every second, and <c>day/door</c> a state every two. It is all that the service retains by default.
/// </summary>
internal static class PastDay
{
    private const int Topics = 10;

    private static readonly TimeSpan Length = TimeSpan.FromHours(24);
    private static readonly string[] States = ["open", "shut", "locked"];

    internal static async Task WriteAsync(string path)
    {
        var options = Options.Create(new LogOptions { Path = path, Durability = LogDurability.Async });
        await using var log = new SqliteEventLog(options, TimeProvider.System, NullLogger<SqliteEventLog>.Instance);
        var end = TimeProvider.System.GetUtcNow();
        for (var time = end - Length; time < end; time = time.AddSeconds(1))
        {
            await log.AppendAsync([.. EventsAt(time)], CancellationToken.None);
        }
    }

    private static IEnumerable<FeedEvent> EventsAt(DateTimeOffset time)
    {
        var second = time.ToUnixTimeSeconds();
        for (var topic = 0; topic < Topics; topic++)
        {
            var value = 50 + (40 * Math.Sin((second / 900.0) + topic));
            yield return At(
                time, $"day/values/s{topic}", string.Create(CultureInfo.InvariantCulture, $$"""{"value":{{value:F2}}}"""));
        }

        if (second % 2 == 0)
        {
            yield return At(time, "day/door", $"\"{States[second / 60 % States.Length]}\"");
        }
    }

    private static FeedEvent At(DateTimeOffset time, string topic, string json) =>
        new()
        {
            Topic = TopicName.Parse(topic),
            Name = "metric",
            Data = EventData.Json(Encoding.UTF8.GetBytes(json)),
            Time = time,
        };
}
