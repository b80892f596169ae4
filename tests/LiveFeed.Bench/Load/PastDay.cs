using System.Globalization;
using LiveFeed.Events;
using LiveFeed.Tests.Support;

namespace LiveFeed.Bench.Load;

/// <summary>
/// The events of a day: of each of the topics <c>day/values/s0…</c> a value a second, of <c>day/door</c> a state every two.
/// All the service retains by default.
/// </summary>
internal static class PastDay
{
    private const int Topics = 10;

    private static readonly TimeSpan Length = TimeSpan.FromHours(24);
    private static readonly string[] States = ["open", "shut", "locked"];

    /// <summary>Those of each second until now.</summary>
    internal static IEnumerable<IEnumerable<FeedEvent>> Batches()
    {
        var end = TimeProvider.System.GetUtcNow();
        for (var time = end - Length; time < end; time = time.AddSeconds(1))
        {
            yield return EventsAt(time);
        }
    }

    private static IEnumerable<FeedEvent> EventsAt(DateTimeOffset time)
    {
        var second = time.ToUnixTimeSeconds();
        for (var topic = 0; topic < Topics; topic++)
        {
            var value = 50 + (40 * Math.Sin((second / 900.0) + topic));
            var json = string.Create(CultureInfo.InvariantCulture, $$"""{"value":{{value:F2}}}""");
            yield return PastLog.At(time, $"day/values/s{topic}", json, name: "metric");
        }

        if (second % 2 == 0)
        {
            yield return PastLog.At(time, "day/door", $"\"{States[second / 60 % States.Length]}\"", name: "metric");
        }
    }
}
