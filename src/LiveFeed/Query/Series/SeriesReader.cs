using LiveFeed.Events;
using LiveFeed.Frames;
using LiveFeed.Reading;
using LiveFeed.Scheduling;

namespace LiveFeed.Query.Series;

/// <summary>
/// Reads values from the log, which has an index of its topics: a million of them take some 1.5 s on one processor. What it
/// holds does not depend on how many events there are: of each topic a few values of each bucket, which are counted as they
/// come.
/// </summary>
internal sealed class SeriesReader(QueryLogReader reads, LowPriorityWork work)
{
    // With the most buckets 6 MB: a chart shows 64, and a board's tiles ask together.
    internal const int MaxSeries = 100;

    // Of what is held for the topics that are read together.
    private const long MaxBytes = 32 << 20;

    // Of each topic in its turn: what stands between the events of one is still at hand for the next.
    private const int PageEvents = 500;

    /// <summary>
    /// What the events of topics are reduced to, where there is anything, in the order of the topics' names.
    /// </summary>
    /// <param name="lease">The query's.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="begin">Makes what a topic's events are shown, which may hold so many bytes.</param>
    /// <returns>
    /// Up to <see cref="MaxSeries"/> of them, how many topics were left out, and the sequence up to which it read.
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

    // Always a page of the topic that is furthest behind, so that all go through the log together.
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
