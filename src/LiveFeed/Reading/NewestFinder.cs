using LiveFeed.Events;
using LiveFeed.Frames;

namespace LiveFeed.Reading;

/// <summary>Finds the newest events, page by page, from the newest back.</summary>
internal sealed class NewestFinder(QueryLogReader reads, QueryLease lease)
{
    /// <summary>The gap that the answer names.</summary>
    internal GapFrame? Gap { get; init; }

    /// <summary>The newest events of the range.</summary>
    internal async Task<FoundEvents> FindAsync(HistoryRange range, int count)
    {
        var found = new FoundEvents(reads, lease, range) { Gap = Gap };
        await AddAsync(found, range, count);
        found.Sort();
        return found;
    }

    /// <summary>
    /// The newest events of each topic, and how many topics were left out because the answer has no room for them.
    /// </summary>
    /// <param name="range">What to look at.</param>
    /// <param name="count">How many events of each topic.</param>
    /// <param name="limit">How many events in all.</param>
    internal async Task<(FoundEvents Found, int LeftOut)> FindOfEachAsync(HistoryRange range, int count, int limit)
    {
        var found = new FoundEvents(reads, lease, range) { Gap = Gap };
        var (most, leftOut) = (limit / count, 0);
        await foreach (var topic in RetainedTopics.OfAsync(range.Subscription.Topics, reads.Log, lease.Cancelled))
        {
            if (most == 0)
            {
                leftOut++;
                continue;
            }

            most--;
            await AddAsync(
                found, range with { Subscription = Subscription.ToHistory(topic, range.Subscription.User) }, count);
        }

        found.Sort();
        return (found, leftOut);
    }

    /// <summary>The newest event of the range, which is held until the query ends; null when there is none.</summary>
    internal async Task<FeedEvent?> FindOneAsync(HistoryRange range)
    {
        var found = new FoundEvents(reads, lease, range);
        await AddAsync(found, range, count: 1);
        found.Sort();
        return (await found.PeekAsync())?.Event;
    }

    private async Task AddAsync(FoundEvents found, HistoryRange range, int count)
    {
        var before = range.Through + 1;
        var most = found.Count + count;
        for (var atEnd = false; !atEnd && found.Count < most;)
        {
            lease.ThrowIfOverdue();
            using var held = await reads.ReadBackAsync(lease, before, range.Subscription, most - found.Count);
            foreach (var frame in held.Page.Frames.TakeWhile(frame => frame.Sequence > range.After))
            {
                found.Add(frame);
            }

            before = held.Page.Through;
            atEnd = held.Page.ReachedEnd || before <= range.After + 1;
        }
    }
}
