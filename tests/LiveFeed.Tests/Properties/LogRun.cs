using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Log;
using LiveFeed.Log.Topics;
using LiveFeed.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LiveFeed.Tests.Properties;

/// <summary>A log and the reference, taken through the same steps; each step compares what the two say.</summary>
internal sealed class LogRun(IEventLog log, ReferenceLog reference, FakeTimeProvider time)
{
    private int _number;

    internal IEventLog Log { get; private set; } = log;

    internal FakeTimeProvider Time => time;

    internal async Task AppendAsync(FeedEvent[] events)
    {
        FeedEvent[] stamped = [.. events.Select(e => e with { Time = time.GetUtcNow().AddTicks(_number++) })];
        var (receipts, conflict) = reference.Append(stamped);
        if (conflict is { } index)
        {
            var thrown = await Assert.ThrowsAsync<IdempotencyConflictException>(async () =>
                await Log.AppendAsync(stamped, default));
            Assert.Equal((index, stamped[index].Id), (thrown.Index, thrown.Id));
            return;
        }

        var actual = await Log.AppendAsync(stamped, default);
        Assert.Equal(receipts, actual.Select(receipt => (receipt.Position.Sequence, receipt.Duplicate)));
        Assert.Equal(reference.Last, Log.Head);
    }

    internal async Task ReadAsync(int place, Subscription? subscription, int limit, bool conflate)
    {
        var after = reference.Place(place);
        var read = new List<EventFrame>();
        for (var (cursor, atHead) = (after, false); !atHead;)
        {
            var page = await Log.ReadAsync(cursor, subscription, limit, conflate, default);
            var from = page.Gap is { Reason: GapReason.Lost } ? 0 : cursor; // it starts from the beginning
            Assert.True(
                page.Frames.Count <= limit && (page.ReachedEnd || page.Through > from),
                "a page goes on, and no further than asked");
            Assert.Equal(reference.GapAfter(cursor, subscription), page.Gap);
            read.AddRange(page.Frames);
            (cursor, atHead) = (page.Through, page.ReachedEnd);
        }

        AssertSame(reference.Read(after, subscription, conflate), read);
    }

    internal async Task ReadBackAsync(int place, Subscription subscription, int limit)
    {
        var before = reference.Place(place);
        var read = new List<EventFrame>();
        for (var (cursor, atStart) = (before, false); !atStart;)
        {
            var page = await Log.ReadBackAsync(cursor, subscription, limit, default);
            Assert.True(
                page.Frames.Count <= limit && (page.ReachedEnd || page.Through < cursor),
                "a page goes on, and no further than asked");
            Assert.Null(page.Gap);
            read.AddRange(page.Frames);
            (cursor, atStart) = (page.Through, page.ReachedEnd);
        }

        read.Reverse();
        AssertSame(reference.Read(0, subscription, conflate: false).Where(one => one.Sequence < before), read);
    }

    internal void Reopen(IEventLog log)
    {
        Log = log;
        reference.Reopen(log.Head);
    }

    internal async Task ReadLastAsync(int count, Subscription subscription)
    {
        var last = await Log.ReadLastAsync(count, subscription, default);

        AssertSame(reference.ReadLast(count, subscription), last.Frames);
        Assert.Equal(reference.Last, last.Head);
    }

    internal async Task FindTimeAsync(int ago)
    {
        var moment = time.GetUtcNow() - TimeSpan.FromMinutes(ago);

        // When nothing is retained between two sequences, any sequence between them is right.
        var found = await Log.SequenceBeforeAsync(moment, default);
        Assert.All(reference.Retained, one => Assert.Equal(one.Sequence > found, one.Event.Time >= moment));
        Assert.InRange(found, 0, reference.Last);
    }

    internal async Task LookAtTopicsAsync(TopicPattern pattern) => Assert.Equal(
        reference.Retained
            .Where(one => one.Event.Topic is { } topic && pattern.Matches(topic))
            .GroupBy(one => one.Event.Topic!.Value)
            .OrderBy(group => group.Key.Value, StringComparer.Ordinal)
            .Select(group => new TopicSummary(
                group.Key, new Position(Log.Epoch, group.Last().Sequence), group.Last().Event.Time, group.Count())),
        await Log.TopicsAsync(pattern, default).ToListAsync());

    internal async Task TrimAsync()
    {
        reference.Trim(time.GetUtcNow());
        await Log.TrimAsync(default);
    }

    private static void AssertSame(IEnumerable<(long Sequence, FeedEvent Event)> expected, IReadOnlyList<EventFrame> actual)
    {
        var list = expected.ToList();
        Assert.Equal(list.Select(one => one.Sequence), actual.Select(frame => frame.Sequence));
        Assert.All(list.Zip(actual), pair => Assert.True(
            pair.First.Event.SaysTheSameAs(pair.Second.Event) &&
            (pair.First.Event.Id, pair.First.Event.Time) == (pair.Second.Event.Id, pair.Second.Event.Time)));
    }
}
