using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Reading;
using LiveFeed.Scheduling;

namespace LiveFeed.Query.Series;

/// <summary>
/// Reads values by the log's index of topics: a million values take about 1.5 s on one processor. Memory does not depend on
/// the number of events: only a few values of each topic and bucket are held. They count as held as they come.
/// </summary>
internal sealed class SeriesReader(QueryLogReader reads, LowPriorityWork work)
{
    // Takes 6 MB with the max number of buckets. A chart shows 64 topics, and the tiles of a board ask together.
    internal const int MaxSeries = 100;

    // Max bytes held for the topics that are read together.
    private const long MaxBytes = 32 << 20;

    // Topics take turns by pages of this size: bytes between the events of one topic are still cached for the next.
    private const int PageEvents = 500;

    /// <summary>
    /// Reduces the events of each topic. Topics without a result are omitted; the others are sorted by name.
    /// </summary>
    /// <param name="lease">The query's.</param>
    /// <param name="request">The request.</param>
    /// <param name="begin">Makes the columns of a topic, which may hold this many bytes.</param>
    /// <returns>
    /// Up to <see cref="MaxSeries"/> topics, how many topics were left out, and the sequence up to which it read.
    /// </returns>
    internal async Task<(IReadOnlyList<T> Series, int LeftOut, long Through)> ReadAsync<T>(
        QueryLease lease, SeriesRequest request, Func<TopicName, long, T> begin)
        where T : ITopicColumns
    {
        var span = await LogSpan.FindAsync(reads.Log, request.Since, request.Until, lease.Cancelled);
        var topics = RetainedTopics.OfAsync(request.Topics, reads.Log, lease.Cancelled);
        var found = new List<T>();
        var leftOut = 0;
        await foreach (var chunk in topics.Chunk(MaxSeries))
        {
            if (found.Count >= MaxSeries)
            {
                leftOut += chunk.Length;
                continue;
            }

            T[] read = [.. chunk.Select(topic => begin(topic, MaxBytes / chunk.Length))];
            var shares = read.Chunk((read.Length + Environment.ProcessorCount - 1) / Environment.ProcessorCount);
            await Task.WhenAll(shares.Select(
                share => work.RunAsync(() => ReadAllAsync(lease, share, request.User, span), lease.Cancelled)));
            found.AddRange(read.Where(series => !series.IsEmpty));
        }

        leftOut += Math.Max(0, found.Count - MaxSeries);
        return ([.. found.Take(MaxSeries)], leftOut, span.Through);
    }

    // Always reads a page of the topic that is furthest behind, so all topics move through the log together.
    private async Task ReadAllAsync<T>(QueryLease lease, IReadOnlyList<T> all, string? user, LogSpan span)
        where T : ITopicColumns
    {
        var behind = new PriorityQueue<(T Series, Subscription Subscription), long>(
            all.Select(series => ((series, Subscription.ToHistory(series.Topic, user)), span.After)));
        if (T.BeginsBefore)
        {
            foreach (var ((series, subscription), _) in behind.UnorderedItems)
            {
                await ShowLastAsync(lease, series, new HistoryRange(subscription, After: 0, span.After));
            }
        }

        while (behind.TryDequeue(out var next, out var position) && position < span.Through)
        {
            lease.ThrowIfOverdue();
            using var held = await reads.ReadAsync(lease, position, next.Subscription, PageEvents);
            Show(lease, next.Series, held.Page.Frames.Where(frame => frame.Sequence <= span.Through));
            if (!held.Page.ReachedEnd)
            {
                behind.Enqueue(next, held.Page.Through);
            }
        }
    }

    private async Task ShowLastAsync<T>(QueryLease lease, T series, HistoryRange range)
        where T : ITopicColumns
    {
        for (var before = range.Through + 1; ;)
        {
            lease.ThrowIfOverdue();
            using var held = await reads.ReadBackAsync(lease, before, range.Subscription, limit: 1);
            Show(lease, series, held.Page.Frames);
            before = held.Page.Through;
            if (held.Page.Frames.Count > 0 || held.Page.ReachedEnd || before <= range.After + 1)
            {
                return;
            }
        }
    }

    private static void Show<T>(QueryLease lease, T series, IEnumerable<EventFrame> frames)
        where T : ITopicColumns
    {
        var before = series.Bytes;
        foreach (var frame in frames)
        {
            series.Show(frame.Event);
        }

        if (series.Bytes - before is var more and not 0)
        {
            lease.Hold(more);
        }
    }
}
