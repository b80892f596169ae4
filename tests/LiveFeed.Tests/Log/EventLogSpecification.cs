using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Log.Tail;
using LiveFeed.Log.Topics;
using LiveFeed.Streaming.Sse;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using static LiveFeed.Tests.Support.TestEvents;

namespace LiveFeed.Tests.Log;

/// <summary>What every log must do, whatever it keeps its events in.</summary>
public abstract partial class EventLogSpecification : IAsyncDisposable
{
    private protected static readonly Subscription All = Following("**");
    private readonly Lazy<IEventLog> _log;

    protected EventLogSpecification() =>
        _log = new Lazy<IEventLog>(() => Open(Microsoft.Extensions.Options.Options.Create(Options)));

    private protected FakeTimeProvider Time { get; } = new(Noon);

    private protected LogOptions Options { get; } = new();

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    // Log at its first use, after a test has set its options.
    private protected IEventLog Log => _log.Value;

    private protected abstract IEventLog Open(IOptions<LogOptions> options);

    /// <summary>What retention counts for an event.</summary>
    private protected virtual int BytesOf(FeedEvent e) => e.Size;

    /// <summary>Waits until what was appended is where trimming finds it.</summary>
    private protected virtual Task SettleAsync() => Task.CompletedTask;

    public virtual async ValueTask DisposeAsync()
    {
        await Log.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Positions_are_of_the_logs_epoch_and_rise_by_one()
    {
        var receipts = await AppendAsync(Event("a"), Event("b"), Event(null));

        Assert.Equal([1, 2, 3], receipts.Select(receipt => receipt.Position.Sequence));
        Assert.All(receipts, receipt => Assert.Equal(Log.Epoch, receipt.Position.Epoch));
        Assert.Equal(3, Log.Head);
    }

    [Fact]
    public async Task A_position_is_an_epoch_and_a_sequence_in_it()
    {
        var receipt = (await AppendAsync(Event("a", 1), Event("a", 2)))[1];
        var frame = (await ReadAsync(0)).Frames[1];

        Assert.Equal(receipt.Position, frame.Position);
        Assert.Equal(receipt.Position, Log.Epochs.PositionOf(frame.Sequence));
        Assert.Equal(frame.Sequence, Log.Epochs.SequenceOf(receipt.Position));
        Assert.Null(Log.Epochs.SequenceOf(new Position("elsewhere", 2)));
        Assert.Equal(Log.Epoch, Log.Epochs.Current);
    }

    [Fact]
    public async Task What_was_appended_reads_back_as_it_was()
    {
        var e = new FeedEvent
        {
            Topic = TopicName.Parse("orders/eu"),
            Name = "order.paid",
            Data = EventData.Text("one\r\ntwo\0\u2028"),
            Key = "k",
            Id = "i",
            Except = ["c-1", "c-2"],
            Time = Noon.AddTicks(7),
            OccurredAt = Noon.AddYears(-20).AddTicks(3),
        };
        await AppendAsync(e);

        var read = Assert.Single((await ReadAsync(0)).Frames);

        Assert.True(e.SaysTheSameAs(read.Event));
        Assert.Equal((e.Time, e.OccurredAt), (read.Event.Time, read.Event.OccurredAt));
        Assert.Equal(e.Id, read.Event.Id);
        Assert.Equal(new Position(Log.Epoch, 1), read.Position);
    }

    [Fact]
    public async Task Reading_goes_on_after_a_sequence_and_says_when_it_is_at_the_head()
    {
        await AppendNumbersAsync("a", 10);

        var first = await Log.ReadAsync(2, All, limit: 3, conflate: false, Token);
        var rest = await Log.ReadAsync(first.Through, All, limit: 100, conflate: false, Token);

        Assert.Equal([2, 3, 4], first.Frames.Numbers());
        Assert.False(first.ReachedEnd);
        Assert.Equal([5, 6, 7, 8, 9], rest.Frames.Numbers());
        Assert.True(rest.ReachedEnd);
    }

    [Fact]
    public async Task Only_wanted_events_are_read_and_the_cursor_passes_the_others()
    {
        await AppendAsync(
            Event("a/x", 1),
            Event("b/x", 2),
            Event(null, 3),
            Event(null, 4, to: new EventTarget { Client = "c-test" }),
            Event(null, 5, to: new EventTarget { Client = "c-other" }),
            Event(null, 6, to: new EventTarget { User = "ada" }),
            Event("a/y", 7, except: ["c-test"]),
            Event("b/y", 8));

        var page = await Log.ReadAsync(0, Following("a/*"), limit: 100, conflate: false, Token);

        Assert.Equal([1, 3, 4], page.Frames.Numbers());
        Assert.Equal(8, page.Through);
    }

    [Fact]
    public async Task A_reader_without_a_subscription_gets_the_events_for_every_client_and_user()
    {
        await AppendAsync(Event("a", 1), Event(null, 2, to: new EventTarget { User = "ada" }), Event(null, 3));

        var page = await Log.ReadAsync(0, subscription: null, limit: 100, conflate: false, Token);

        Assert.Equal([1, 2, 3], page.Frames.Numbers());
    }

    [Fact]
    public async Task Conflation_leaves_only_the_latest_of_each_key_of_a_topic()
    {
        await AppendAsync(
            Event("a", 1, key: "k"),
            Event("a", 2),
            Event("a", 3, key: "k"),
            Event("b", 4, key: "k"),
            Event("a", 5, key: "k"));

        var page = await Log.ReadAsync(0, All, limit: 100, conflate: true, Token);

        Assert.Equal([2, 4, 5], page.Frames.Numbers());
        Assert.Equal(2, page.Conflated);
    }

    [Fact]
    public async Task An_event_that_is_not_for_everyone_supersedes_nothing()
    {
        await AppendAsync(
            Event("a", 1, key: "k"),
            Event("a", 2, key: "k", to: new EventTarget { Client = "c-other" }),
            Event("a", 3, key: "k", except: ["c-test"]));

        var page = await Log.ReadAsync(0, All, limit: 100, conflate: true, Token);

        Assert.Equal([1], page.Frames.Numbers());
    }

    [Fact]
    public async Task An_id_published_twice_is_stored_once_and_answered_alike()
    {
        var first = await AppendAsync(Event("a", 1, id: "x"));
        var again = await AppendAsync(Event("a", 2), Event("a", 1, id: "x"), Event("a", 3, id: "y"), Event("a", 3, id: "y"));

        Assert.Equal(new Receipt(first[0].Position, Duplicate: true), again[1]);
        Assert.Equal(new Receipt(again[2].Position, Duplicate: true), again[3]);
        Assert.Equal([1, 2, 3], (await ReadAsync(0)).Frames.Numbers());
    }

    [Fact]
    public async Task An_id_published_with_another_content_stores_nothing_of_the_batch()
    {
        await AppendAsync(Event("a", 1, id: "x"));

        var conflict = await Assert.ThrowsAsync<IdempotencyConflictException>(
            async () => await AppendAsync(Event("a", 2), Event("a", 3, id: "x")));

        Assert.Equal(1, conflict.Index);
        Assert.Equal([1], (await ReadAsync(0)).Frames.Numbers());
    }

    [Fact]
    public async Task The_last_events_are_counted_by_key_and_those_without_one_together()
    {
        await AppendAsync(
            Event("a", 1, key: "k"),
            Event("a", 2),
            Event("b", 3, key: "k"),
            Event("a", 4, key: "k"),
            Event("b", 5),
            Event("c", 6));

        var last = await Log.ReadLastAsync(1, Following("a", "b"), Token);

        Assert.Equal([3, 4, 5], last.Frames.Numbers());
        Assert.Equal(6, last.Head);
    }

    [Fact]
    public async Task The_last_events_include_values_of_a_key_that_are_not_for_everyone()
    {
        await AppendAsync(
            Event("a", 1, key: "k", except: ["c-other"]),
            Event("a", 2, key: "l"),
            Event("a", 3, key: "k", except: ["c-test"]));

        Assert.Equal([1, 2], (await Log.ReadLastAsync(1, All, Token)).Frames.Numbers());
    }

    [Fact]
    public async Task The_last_events_are_oldest_first_and_no_more_than_asked_for()
    {
        await AppendNumbersAsync("a", 5_000);

        var last = await Log.ReadLastAsync(2_500, All, Token);

        Assert.Equal(Enumerable.Range(2_500, 2_500), last.Frames.Numbers());
    }

    [Fact]
    public async Task Retention_by_count_trims_the_oldest_and_pages_say_so()
    {
        Options.MaxEvents = 3;
        await AppendNumbersAsync("a", 10);
        await SettleAsync();
        await Log.TrimAsync(Token);

        var page = await ReadAsync(2);

        Assert.Equal([7, 8, 9], page.Frames.Numbers());
        Assert.Equal(new LogGap(2, 8, GapReason.Expired), page.Gap);
        Assert.Equal(3, Assert.Single(await TopicsAsync("**")).Retained);
    }

    [Fact]
    public async Task Retention_by_age_trims_what_is_too_old()
    {
        Options.MaxAge = TimeSpan.FromHours(1);
        await AppendAsync(Event("a", 1), Event("a", 2, time: Noon.AddMinutes(30)), Event("b", 3, time: Noon.AddMinutes(50)));
        Time.SetUtcNow(Noon.AddMinutes(95));
        await SettleAsync();
        await Log.TrimAsync(Token);

        Assert.Equal([3], (await ReadAsync(0)).Frames.Numbers());
        Assert.Equal("b", Assert.Single(await TopicsAsync("**")).Topic.Value);
    }

    [Fact]
    public async Task Retention_by_age_and_the_search_by_time_go_by_the_time_of_receipt()
    {
        Options.MaxAge = TimeSpan.FromHours(1);
        await AppendAsync(
            Event("a", 1) with { OccurredAt = Noon.AddHours(9) },
            Event("a", 2, time: Noon.AddMinutes(50)) with { OccurredAt = Noon.AddYears(-1) },
            Event("a", 3, time: Noon.AddMinutes(55)));
        await SettleAsync();

        Assert.Equal(1, await Log.SequenceBeforeAsync(Noon.AddMinutes(50), Token));
        Time.SetUtcNow(Noon.AddMinutes(95));
        await Log.TrimAsync(Token);

        Assert.Equal([2, 3], (await ReadAsync(0)).Frames.Numbers());
    }

    [Fact]
    public async Task Retention_by_bytes_trims_until_what_is_left_fits()
    {
        Options.MaxBytes = 5 * BytesOf(Event("a"));
        await AppendNumbersAsync("a", 8);
        await SettleAsync();
        await Log.TrimAsync(Token);

        Assert.Equal([3, 4, 5, 6, 7], (await ReadAsync(0)).Frames.Numbers());
    }

    [Fact]
    public async Task Retention_by_bytes_counts_whom_an_event_is_for_and_whom_not()
    {
        Options.MaxBytes = 20_000;
        string[] names = [.. Enumerable.Range(0, 100).Select(n => $"c-{n:d20}")];
        foreach (var n in Enumerable.Range(0, 20))
        {
            await AppendAsync(Event("a", n) with { Except = [.. names] });
        }

        await SettleAsync();
        await Log.TrimAsync(Token);

        Assert.InRange((await ReadAsync(0)).Frames.Count, 1, 10);
    }

    [Fact]
    public async Task A_trimmed_id_may_be_published_anew()
    {
        Options.MaxEvents = 1;
        await AppendAsync(Event("a", 1, id: "x"), Event("a", 2));
        await SettleAsync();
        await Log.TrimAsync(Token);

        Assert.False((await AppendAsync(Event("a", 3, id: "x")))[0].Duplicate);
    }

    [Fact]
    public async Task Topics_tell_what_is_retained_of_each()
    {
        await AppendAsync(Event("b/x"), Event("a"), Event("b/x", time: Noon.AddSeconds(5)), Event(null));

        Assert.Equal(["a", "b/x"], (await TopicsAsync("**")).Select(topic => topic.Topic.Value));
        Assert.Equal(
            new TopicSummary(TopicName.Parse("b/x"), new Position(Log.Epoch, 3), Noon.AddSeconds(5), 2),
            Assert.Single(await TopicsAsync("b/*")));
    }

    [Fact]
    public async Task A_time_is_found_in_the_log()
    {
        await AppendAsync([.. Enumerable.Range(0, 100).Select(i => Event("a", i, time: Noon.AddSeconds(i)))]);

        Assert.Equal(40, await Log.SequenceBeforeAsync(Noon.AddSeconds(40), Token));
        Assert.Equal(0, await Log.SequenceBeforeAsync(Noon.AddDays(-1), Token));
        Assert.Equal(100, await Log.SequenceBeforeAsync(Noon.AddDays(1), Token));
    }

    [Fact]
    public async Task When_an_append_is_announced_its_events_can_be_read()
    {
        var seen = new List<long>();
        Log.Appended += () =>
        {
            lock (seen)
            {
                seen.Add(Log.Head);
            }
        };
        for (var i = 1; i <= 20; i++)
        {
            await AppendAsync(Event("a", i));
            lock (seen)
            {
                Assert.Contains(i, seen);
            }
        }
    }

    [Fact]
    public async Task Many_publishers_at_once_get_a_position_each_and_readers_see_their_events_in_order()
    {
        const int publishers = 8, each = 500;
        Assert.Equal(0, Log.Head); // the log is open: no publisher's thread waits for that
        var publishing = Enumerable.Range(0, publishers).Select(publisher => Task.Run(async () =>
        {
            for (var i = 0; i < each; i++)
            {
                await AppendAsync(Event($"p/{publisher}", i));
            }
        })).ToArray();

        var seen = new List<EventFrame>();
        for (var cursor = 0L; seen.Count < publishers * each;)
        {
            var page = await Log.ReadAsync(cursor, All, limit: 100, conflate: false, Token);
            seen.AddRange(page.Frames);
            cursor = page.Through;
        }

        await Task.WhenAll(publishing).WithinDeadline();
        Assert.Equal(Enumerable.Range(1, publishers * each), seen.Select(frame => (int)frame.Sequence));
        Assert.All(
            seen.GroupBy(frame => frame.Event.Topic), topic => Assert.Equal(Enumerable.Range(0, each), topic.Numbers()));
    }

    [Fact]
    public async Task An_id_is_found_however_many_events_came_after_it()
    {
        var first = await AppendAsync(Event("a", 1, id: "x"));
        await AppendNumbersAsync("b", 20_000);
        await SettleAsync();
        var again = await AppendAsync(Event("a", 1, id: "x"), Event("a", 2, id: "y"));

        Assert.Equal(first[0] with { Duplicate = true }, again[0]);
        Assert.False(again[1].Duplicate);
        await Assert.ThrowsAsync<IdempotencyConflictException>(async () => await AppendAsync(Event("a", 3, id: "x")));
    }

    [Fact]
    public async Task Only_the_newest_events_keep_the_bytes_they_were_encoded_to()
    {
        await AppendNumbersAsync("a", FreshFrames.MaxEvents + 1_000);

        var old = (await Log.ReadAsync(0, All, limit: 1_000, conflate: false, Token)).Frames[^1];
        var newest = (await Log.ReadBackAsync(long.MaxValue, All, limit: 1, Token)).Frames[0];
        var fresh = (await Log.ReadAsync(newest.Sequence - 1, All, limit: 1, conflate: false, Token)).Frames[0];

        Assert.Same(fresh.Encoded(SseEncoder.Plain), fresh.Encoded(SseEncoder.Plain));
        Assert.NotSame(old.Encoded(SseEncoder.Plain), old.Encoded(SseEncoder.Plain));
        Assert.Equal(old.Encoded(SseEncoder.Plain), old.Encoded(SseEncoder.Plain));
    }

    [Fact]
    public async Task The_last_events_of_a_pattern_are_whole_while_others_are_published()
    {
        const int topics = 500;
        await AppendAsync([.. Enumerable.Range(0, topics).Select(i => Event($"many/{i}", i, key: "k"))]);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var publishing = Task.Run(
            async () =>
            {
                for (var n = 0; n < 20_000 && !stop.IsCancellationRequested; n++)
                {
                    await AppendAsync(Event($"many/{n * 7 % topics}", n, key: "k"), Event($"new/{n}", n));
                }
            },
            Token);

        for (var i = 0; i < 50; i++)
        {
            var (frames, head) = await Log.ReadLastAsync(1, Following("many/*") with { Broadcasts = false }, Token);
            Assert.Equal(topics, frames.Select(frame => frame.Event.Topic).Distinct().Count());
            Assert.Equal(topics, frames.Count);
            Assert.All(frames, frame => Assert.True(frame.Sequence <= head));
        }

        await stop.CancelAsync();
        await publishing.WithinDeadline();
    }

    [Fact]
    public async Task A_page_ends_by_all_that_is_held_of_its_events()
    {
        string[] names = [.. Enumerable.Range(0, 1_000).Select(i => $"client-number-{i}-that-is-not-to-have-it")];
        await AppendAsync([.. Enumerable.Range(0, 200).Select(i => Event("a", i, except: names))]);

        var page = await Log.ReadAsync(0, subscription: null, limit: 1_000, conflate: false, Token);

        var held = page.Frames.Sum(frame => (long)frame.Event.Size);
        Assert.InRange(held, 1, ReadLimits.PageBytes + page.Frames[^1].Event.Size);
    }

    private protected ValueTask<IReadOnlyList<Receipt>> AppendAsync(params FeedEvent[] events) =>
        Log.AppendAsync(events, Token);

    private protected async Task AppendNumbersAsync(string topic, int count)
    {
        foreach (var chunk in Enumerable.Range(0, count).Chunk(1_000))
        {
            await AppendAsync([.. chunk.Select(i => Event(topic, i))]);
        }
    }

    private protected ValueTask<List<TopicSummary>> TopicsAsync(string pattern) =>
        Log.TopicsAsync(TopicPattern.Parse(pattern), Token).ToListAsync(Token);

    private protected ValueTask<LogPage> ReadAsync(long after) =>
        Log.ReadAsync(after, All, limit: 1_000, conflate: false, Token);
}
