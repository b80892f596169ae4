using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Log.Trimming;
using LiveFeed.Log.Topics;
using LiveFeed.Tests.Support;
using static LiveFeed.Tests.Support.TestEvents;

namespace LiveFeed.Tests.Log;

public sealed class TopicLedgerTests
{
    private readonly TopicLedger _ledger = new(RetentionRules.Of(new LogOptions()));
    private readonly Lock _gate = new();
    private long _sequence;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Topics_are_counted_and_listed_while_another_holds_the_logs_lock()
    {
        for (var i = 0; i < 1_000; i++)
        {
            Add(Event($"many/{i}", key: "k"));
        }

        var walk = _ledger.BeginWalk();
        using var release = new ManualResetEventSlim();
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var holder = Task.Run(
            () =>
            {
                lock (_gate)
                {
                    held.SetResult();
                    release.Wait(Token);
                }
            },
            Token);
        await held.Task.WithinDeadline();
        var (counts, topics, followed) = await Task.Run(
            () => (
                _ledger.Count(Following("many/*"), walk),
                _ledger.Topics(TopicPattern.Parse("many/*"), LogEpochs.First("epoch")).Count(),
                _ledger.TopicsOf(Following("many/*"), most: 5_000, mostWalked: 5_000)),
            Token).WithinDeadline();
        release.Set();
        await holder.WithinDeadline();

        Assert.Equal((1_000L, 1_000L, 1_000, 1_001), (counts.Retained, counts.Keys, topics, followed!.Topics.Count));
    }

    [Fact]
    public void A_removal_of_what_is_not_counted_changes_nothing()
    {
        Add(Event("a"));
        _ledger.Remove(LedgerRow.Of(sequence: 7, Event("b"), size: 10));
        _ledger.Remove(LedgerRow.Of(sequence: 8, Event(topic: null), size: 10));

        Assert.Equal(1, _ledger.Retained);
    }

    [Fact]
    public async Task The_lock_is_held_to_begin_a_walk_and_not_while_topics_are_walked_over()
    {
        Add(Event("a/1"));
        var held = new List<bool>();
        var counter = new LedgerCounter(_gate, _ledger, () =>
        {
            held.Add(_gate.IsHeldByCurrentThread);
            return _sequence;
        });

        var (counts, head) = await counter.CountAsync(Following("a/*"), Token);

        Assert.Equal((1, 1), (counts.Retained, head));
        Assert.Equal([true], held);
        Assert.False(_gate.IsHeldByCurrentThread);
    }

    [Fact]
    public void A_walk_counts_what_was_there_when_it_began()
    {
        Add(Event("a/1", key: "k"), Event("a/1"), Event("a/2", key: "k"), Event("a/3"), Event("b"), Event(null));
        var walk = _ledger.BeginWalk();
        Add(
            Event("a/1", key: "k"), Event("a/1", key: "new"), Event("a/2"), Event("a/4", key: "k"),
            Event("a/4", key: "k", to: new EventTarget { User = "ada" }));

        Assert.Equal(
            new LedgerCounts(Retained: 4, Unkeyed: 2, Narrow: 0, Keys: 2), _ledger.Count(Following("a/*", "a/1"), walk));
        Assert.Equal(
            new LedgerCounts(Retained: 9, Unkeyed: 3, Narrow: 1, Keys: 4),
            _ledger.Count(Following("a/*"), _ledger.BeginWalk()));
    }

    [Fact]
    public void A_walk_does_not_count_what_is_trimmed_meanwhile()
    {
        Add(Event("a/1"), Event("a/2", key: "k"), Event("a/3"));
        var walk = _ledger.BeginWalk();
        Add(Event("a/2", key: "k"));
        _ledger.Remove(LedgerRow.Of(new EventFrame(Event("a/1"), new Position("e", 1))));
        _ledger.Remove(LedgerRow.Of(new EventFrame(Event("a/2", key: "k"), new Position("e", 2))));

        Assert.Equal(1, _ledger.Count(Following("a/*"), walk).Retained);
    }

    [Fact]
    public void A_subscription_to_everything_or_to_whole_topics_is_counted_without_a_walk()
    {
        Add(Event("a", key: "k"), Event("b"), Event("b"), Event(null));

        Assert.Equal(4, _ledger.CountAtOnce(Following("**"))!.Value.Retained);
        Assert.Equal(3, _ledger.CountAtOnce(Following("**") with { Broadcasts = false })!.Value.Retained);
        Assert.Equal(3, _ledger.CountAtOnce(Following("b", "b", "c"))!.Value.Retained);
        Assert.Null(_ledger.CountAtOnce(Following("a", "*")));
    }

    private void Add(params FeedEvent[] events)
    {
        foreach (var e in events)
        {
            _ledger.Add(LedgerRow.Of(new EventFrame(e, new Position("e", ++_sequence))));
        }
    }
}
