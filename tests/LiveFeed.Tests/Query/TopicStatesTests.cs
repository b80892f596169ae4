using System.Buffers;
using System.Globalization;
using System.Text.Json;
using LiveFeed.Events;
using LiveFeed.Query.Series;
using LiveFeed.Reading;

namespace LiveFeed.Tests.Query;

/// <summary>What a topic's states hold in memory while a day of them is read.</summary>
public sealed class TopicStatesTests
{
    private const int Buckets = 2_000;
    private static readonly DateTimeOffset Begin = new(2026, 1, 31, 0, 0, 0, TimeSpan.Zero);
    private static readonly TopicName Topic = TopicName.Parse("t");

    private static readonly SeriesRequest Day = new()
    {
        Topics = [],
        User = null,
        Path = new ValuePath(null),
        Since = Begin,
        Until = Begin.AddDays(1),
        Buckets = Buckets,
    };

    [Theory]
    [InlineData(100_000)]
    [InlineData(1_000_000)]
    public void Ever_new_texts_take_no_more_than_there_is_for_them(int most)
    {
        var states = new TopicStates(Topic, Day, most);

        for (var second = 0; second < 86_400; second++)
        {
            Say(states, second, $"{second} {new string('x', 300)}");
            Assert.InRange(states.Bytes, 0, most);
        }

        var (times, values) = Read(states);
        Assert.InRange(states.Bytes, most / 4, most + 4_096);
        Assert.Equal(times.Order(), times);
        Assert.StartsWith("86399 ", values[^1], StringComparison.Ordinal);
        Assert.InRange(times[0], Begin.ToUnixTimeMilliseconds(), Begin.AddHours(2).ToUnixTimeMilliseconds());
    }

    [Fact]
    public void With_enough_room_no_states_are_thinned()
    {
        var (narrow, wide) = (new TopicStates(Topic, Day, 1 << 20), new TopicStates(Topic, Day, long.MaxValue));

        for (var second = 0; second < 86_400; second += 20)
        {
            Say(narrow, second, (second / 600 % 2 == 0) ? "up" : "down");
            Say(wide, second, (second / 600 % 2 == 0) ? "up" : "down");
        }

        var (expected, found) = (Read(wide), Read(narrow));
        Assert.Equal(expected.Times, found.Times);
        Assert.Equal(expected.Values, found.Values);
    }

    [Fact]
    public void A_rare_state_is_not_lost_when_buckets_become_wider()
    {
        var states = new TopicStates(Topic, Day, 20_000);

        for (var second = 0; second < 86_400; second++)
        {
            Say(states, second, second == 40_000 ? "rare" : second % 2 == 0 ? "up" : "down");
        }

        Assert.Contains("rare", Read(states).Values);
    }

    [Theory]
    [InlineData(20_000)]
    [InlineData(1_000_000)]
    public void States_that_all_come_late_take_no_more_than_there_is_for_them_and_stand_in_the_order_of_time(int most)
    {
        var states = new TopicStates(Topic, Day, most);
        states.Show(Event(86_000, "\"now\""));

        for (var second = 80_000; second >= 0; second -= 2)
        {
            states.Show(Event(86_000, $"\"{second}\"") with { OccurredAt = Begin.AddSeconds(second) });
            Assert.InRange(states.Bytes, 0, most);
        }

        var (times, values) = Read(states);
        Assert.Equal(times.Order(), times);
        Assert.Equal("now", values[^1]);
        Assert.InRange(times.Length, most / 2_500, most / 50);
    }

    [Fact]
    public void Only_the_unit_of_large_events_is_held()
    {
        var series = new TopicSeries(Topic, Day);

        for (var second = 0; second < 1_000; second++)
        {
            series.Show(Event(second, $$"""{"value":{{second}},"unit":"ms","rest":"{{new string('x', 100_000)}}"}"""));
        }

        Assert.InRange(series.Bytes, 1, 10_000);
        Assert.Equal("ms", Write(series).GetProperty("unit").GetString());
    }

    private static void Say(TopicStates states, int second, string state) => states.Show(Event(second, $"\"{state}\""));

    private static FeedEvent Event(int second, string json) => new()
    {
        Topic = Topic,
        Data = EventData.Json(System.Text.Encoding.UTF8.GetBytes(json)),
        Time = Begin.AddSeconds(second),
    };

    private static (long[] Times, string[] Values) Read(TopicStates states)
    {
        var written = Write(states);
        return (
            [.. written.GetProperty("times").EnumerateArray().Select(time => time.GetInt64())],
            [
                .. written.GetProperty("values").EnumerateArray().Select(value =>
                    string.Create(CultureInfo.InvariantCulture, $"{value}")),
            ]);
    }

    private static JsonElement Write(ITopicColumns columns)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            columns.Write(writer);
            writer.WriteEndObject();
        }

        return JsonSerializer.Deserialize<JsonElement>(buffer.WrittenSpan);
    }
}
