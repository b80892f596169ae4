using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Log.Trimming;
using LiveFeed.Tests.Support;
using static LiveFeed.Tests.Support.TestEvents;

namespace LiveFeed.Tests.Log;

/// <summary>Retention by pattern.</summary>
public abstract partial class EventLogSpecification
{
    [Fact]
    public async Task The_services_own_figures_take_nothing_from_others_by_default()
    {
        Options.MaxEvents = 5;
        await AppendNumbersAsync("orders", 5);
        await AppendNumbersAsync("metrics/host/cpu", 2_000);
        await AppendAsync(Event("system/log", 1));
        await SettleAsync();
        await Log.TrimAsync(Token);

        Assert.Equal(
            [("metrics/host/cpu", 2_000), ("orders", 5), ("system/log", 1)],
            (await TopicsAsync("**")).Select(topic => (topic.Topic.Value, (int)topic.Retained)));
    }

    [Fact]
    public async Task A_rule_bounds_its_topics_and_no_others_and_the_first_that_matches_counts()
    {
        Options.MaxEvents = 4;
        Options.Retention =
        [
            new RetentionRule { Topics = ["a/x"], MaxEvents = 1 },
            new RetentionRule { Topics = ["a/**", "b"], MaxEvents = 3 },
        ];
        foreach (var topic in new[] { "a/x", "a/y", "b", "c", null })
        {
            await AppendAsync([.. Enumerable.Range(0, 4).Select(i => Event(topic, i))]);
        }

        await SettleAsync();
        await Log.TrimAsync(Token);

        Assert.Equal(
            [("a/x", 3), ("b", 1), ("b", 2), ("b", 3), (null, 0), (null, 1), (null, 2), (null, 3)],
            (await ReadAsync(0)).Frames.Select(frame => (frame.Event.Topic?.Value, frame.Number())));
    }

    [Fact]
    public async Task An_event_is_aging_when_its_rule_will_soon_remove_it_or_has()
    {
        Options.MaxAge = TimeSpan.FromHours(1);
        Options.Retention = [new RetentionRule { Topics = ["a"], MaxEvents = 100 }];
        await AppendNumbersAsync("b", 200);
        var first = (await AppendAsync(Event("a")))[0].Position.Sequence;
        Assert.False(IsAging(first, minutes: 29));
        Assert.True(IsAging(first, minutes: 31));

        await AppendNumbersAsync("a", 99);
        await SettleAsync();
        Assert.False(IsAging(first, minutes: 0)); // half of all sequences
        await AppendNumbersAsync("a", 1_000);
        await SettleAsync();
        Assert.True(IsAging(first, minutes: 0));
        Assert.False(IsAging(Log.Head, minutes: 0));

        await Log.TrimAsync(Token);
        Assert.True(IsAging(first, minutes: 0));
        Assert.False(IsAging(Log.Head - 50, minutes: 0));
        Assert.False(Log.IsAging(TopicName.Parse("b"), sequence: 1, TimeSpan.Zero));

        bool IsAging(long sequence, int minutes) =>
            Log.IsAging(TopicName.Parse("a"), sequence, TimeSpan.FromMinutes(minutes));
    }

    [Fact]
    public async Task The_latest_event_of_a_key_is_known_as_long_as_it_is_retained()
    {
        Options.MaxEvents = 2;
        await AppendAsync(Event("a", 1, key: "k"));
        var latest = (await AppendAsync(Event("a", 2, key: "k")))[0].Position.Sequence;
        await AppendAsync(Event("a", 3, key: "other"));
        await AppendAsync(Event("a", 4, key: "k", except: ["c-one"]));
        Assert.Equal(latest, LatestOf("a", "k"));
        Assert.Equal((0, 0), (LatestOf("a", "none"), LatestOf("b", "k")));

        await SettleAsync();
        await Log.TrimAsync(Token);
        Assert.Equal(0, LatestOf("a", "k"));

        long LatestOf(string topic, string key) => Log.LatestOf(TopicName.Parse(topic), key);
    }

    [Fact]
    public async Task Only_a_reader_that_may_see_topics_of_a_rule_is_told_what_the_rule_trimmed()
    {
        Options.Retention = [new RetentionRule { Topics = ["figures/**"], MaxEvents = 2 }];
        await AppendAsync(Event("demo/x", 1));
        await AppendNumbersAsync("figures/cpu", 10);
        await AppendAsync(Event("demo/x", 2));
        await SettleAsync();
        await Log.TrimAsync(Token);

        Assert.Null(await GapOfAsync("demo/**"));
        Assert.Null(await GapOfAsync("demo/x", "other"));
        Assert.Equal(new LogGap(1, 10, GapReason.Expired), await GapOfAsync("figures/cpu"));
        Assert.Equal(new LogGap(1, 10, GapReason.Expired), await GapOfAsync("demo/x", "*/cpu"));
        Assert.Equal(new LogGap(1, 10, GapReason.Expired), await GapOfAsync("**"));

        async Task<LogGap?> GapOfAsync(params string[] patterns) =>
            (await Log.ReadAsync(1, Following(patterns), limit: 100, conflate: false, Token)).Gap;
    }

    [Fact]
    public async Task Events_that_a_rule_trimmed_are_found_by_no_way_of_reading()
    {
        Options.Retention = [new RetentionRule { Topics = ["figures"], MaxEvents = 1 }];
        await AppendAsync(
            Event("figures", 1, id: "x"), Event("a", 2), Event("figures", 3), Event("a", 4), Event("figures", 5));
        var all = (await ReadAsync(0)).Frames;
        await SettleAsync();
        await Log.TrimAsync(Token);

        Assert.Equal([2, 4, 5], (await ReadAsync(0)).Frames.Numbers());
        Assert.Equal([5, 4, 2], await ReadBackAsync(long.MaxValue, All, 100));
        Assert.Equal([2, 4, 5], (await Log.FindLastAsync(10, All, Token)).Sequences.Select(sequence => (int)sequence));
        Assert.Empty((await Log.PickAsync(new long[] { 1, 3 }, Token)).Frames);
        Assert.Equal([5], (await Log.PickAsync(new long[] { 5 }, Token)).Frames.Numbers());
        Assert.Equal([2, 4, 5], all.Where(Log.IsRetained).ToList().Numbers());
        Assert.False((await AppendAsync(Event("figures", 7, id: "x")))[0].Duplicate);
        await SettleAsync();
        await Log.TrimAsync(Token);
        Assert.True((await AppendAsync(Event("figures", 7, id: "x")))[0].Duplicate);
    }

    [Fact]
    public async Task A_reader_of_all_topics_goes_on_through_what_other_rules_retain_below_a_mark()
    {
        Options.Retention = [new RetentionRule { Topics = ["figures"], MaxEvents = 1 }];
        for (var i = 0; i < 3; i++)
        {
            await AppendAsync(Event("a", 2 * i), Event("figures", (2 * i) + 1));
        }

        await SettleAsync();
        await Log.TrimAsync(Token);

        var first = await Log.ReadAsync(0, All, limit: 1, conflate: false, Token);
        var rest = await Log.ReadAsync(first.Through, All, limit: 100, conflate: false, Token);

        Assert.Equal((new LogGap(0, 5, GapReason.Expired), 1L), (first.Gap, first.Through));
        Assert.Equal([0, 2, 4, 5], first.Frames.Concat(rest.Frames).Numbers());
    }
}
