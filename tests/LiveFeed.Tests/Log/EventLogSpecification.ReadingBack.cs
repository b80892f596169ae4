using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Tests.Support;
using static LiveFeed.Tests.Support.TestEvents;

namespace LiveFeed.Tests.Log;

/// <summary>Reading from the newest event back.</summary>
public abstract partial class EventLogSpecification
{
    [Fact]
    public async Task Reading_back_begins_with_the_newest_event_before_a_sequence()
    {
        await AppendNumbersAsync("a", 10);

        var newest = await Log.ReadBackAsync(long.MaxValue, All, limit: 3, Token);
        var older = await Log.ReadBackAsync(newest.Through, All, limit: 100, Token);

        Assert.Equal([9, 8, 7], newest.Frames.Numbers());
        Assert.False(newest.ReachedEnd);
        Assert.Equal([6, 5, 4, 3, 2, 1, 0], older.Frames.Numbers());
        Assert.True(older.ReachedEnd);
    }

    [Fact]
    public async Task Reading_back_finds_only_what_is_wanted()
    {
        await AppendAsync(
            Event("a/x", 1),
            Event("b/x", 2),
            Event(null, 3),
            Event("a/y", 4, to: new EventTarget { User = "ada" }),
            Event("b/y", 5));

        Assert.Equal([3, 1], await ReadBackAsync(long.MaxValue, Following("a/*"), 100));
        Assert.Equal([1], await ReadBackAsync(3, Following("a/*"), 100));
    }

    [Fact]
    public async Task Reading_back_finds_the_last_event_of_a_topic_however_long_ago_it_was()
    {
        await AppendAsync(Event("rare", 7));
        await AppendNumbersAsync("usual", 20_000);
        await SettleAsync();
        await AppendAsync(Event("usual", -1));

        Assert.Equal([7], await ReadBackAsync(long.MaxValue, Following("rare"), 1));
        Assert.Equal([-1, 19_999], await ReadBackAsync(long.MaxValue, Following("usual"), 2));
    }

    [Fact]
    public async Task Reading_back_ends_where_events_were_trimmed()
    {
        Options.MaxEvents = 3;
        await AppendNumbersAsync("a", 10);
        await SettleAsync();
        await Log.TrimAsync(Token);

        var page = await Log.ReadBackAsync(long.MaxValue, All, limit: 100, Token);

        Assert.Equal([9, 8, 7], page.Frames.Numbers());
        Assert.Equal((null, true), (page.Gap, page.ReachedEnd));
    }

    [Fact]
    public async Task Reading_back_looks_for_many_topics_as_for_few()
    {
        await AppendAsync([.. Enumerable.Range(0, 500).Select(i => Event($"many/{i}", i))]);
        await AppendNumbersAsync("other", 5_000);
        await SettleAsync();

        Assert.Equal([499, 498], await ReadBackAsync(long.MaxValue, Following("many/*"), 2));
    }

    // Over as many pages as that takes.
    private protected async Task<IReadOnlyList<int>> ReadBackAsync(long before, Subscription subscription, int count)
    {
        var read = new List<EventFrame>();
        for (var atEnd = false; !atEnd && read.Count < count;)
        {
            var page = await Log.ReadBackAsync(before, subscription, count - read.Count, Token);
            read.AddRange(page.Frames);
            (before, atEnd) = (page.Through, page.ReachedEnd);
        }

        return [.. read.Numbers()];
    }
}
