using LiveFeed.Events;
using LiveFeed.Log;

namespace LiveFeed.Looking.Series;

/// <summary>
/// Reads values from the log, which has an index of its topics: a million of them take some 1.5 s on one processor, and as many
/// are read at once as there are processors, however many ask. A page at a time, so that it holds up nobody.
/// </summary>
internal sealed class SeriesReader(IEventLog log) : IDisposable
{
    // With the most buckets 6 MB: a chart shows 64, and a board's tiles ask together.
    internal const int MaxSeries = 100;

    // Of each topic in its turn: what stands between the events of one is still at hand for the next.
    private const int PageEvents = 500;

    private readonly SemaphoreSlim _turns = new(Environment.ProcessorCount);

    public void Dispose() => _turns.Dispose();

    /// <summary>What the events of topics are reduced to, where there is anything, in the order of the topics' names.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="begin">Makes what a topic's events are shown.</param>
    /// <param name="cancellationToken">When nobody waits for it any more.</param>
    /// <returns>Up to <see cref="MaxSeries"/> of them, how many topics were left out, and the sequence up to which it read.</returns>
    internal async Task<(IReadOnlyList<T> Series, int LeftOut, long Through)> ReadAsync<T>(
        SeriesRequest request, Func<TopicName, T> begin, CancellationToken cancellationToken)
        where T : ITopicColumns
    {
        var span = await LogSpan.FindAsync(log, request.Since, request.Until, cancellationToken);
        var topics = RetainedTopics.Of(request.Topics, log);
        var found = new List<T>();
        var leftOut = 0;
        foreach (var chunk in topics.Chunk(MaxSeries))
        {
            if (found.Count >= MaxSeries)
            {
                leftOut += chunk.Length;
                continue;
            }

            T[] read = [.. chunk.Select(begin)];
            var shares = read.Chunk((read.Length + Environment.ProcessorCount - 1) / Environment.ProcessorCount);
            await Task.WhenAll(shares.Select(
                share => Task.Run(() => ReadAllAsync(share, request.User, span, cancellationToken), cancellationToken)));
            found.AddRange(read.Where(series => !series.IsEmpty));
        }

        leftOut += Math.Max(0, found.Count - MaxSeries);
        return ([.. found.Take(MaxSeries)], leftOut, span.Through);
    }

    // Always a page of the topic that is furthest behind, so that all go through the log together.
    private async Task ReadAllAsync<T>(IReadOnlyList<T> all, string? user, LogSpan span, CancellationToken cancellationToken)
        where T : ITopicColumns
    {
        var behind = new PriorityQueue<(T Series, Subscription Subscription), long>(
            all.Select(series => ((series, Subscription.ToHistory(series.Topic, user)), span.After)));
        if (T.BeginsBefore)
        {
            foreach (var ((series, subscription), _) in behind.UnorderedItems)
            {
                await ShowLastAsync(series, subscription, span.After, cancellationToken);
            }
        }

        while (behind.TryDequeue(out var next, out var position) && position < span.Through)
        {
            var page = await ReadInTurnAsync(position, next.Subscription, cancellationToken);
            foreach (var frame in page.Frames.Where(frame => frame.Sequence <= span.Through))
            {
                next.Series.Show(frame.Event);
            }

            if (!page.ReachedEnd)
            {
                behind.Enqueue(next, page.Through);
            }
        }
    }

    private async Task ShowLastAsync<T>(T series, Subscription subscription, long through, CancellationToken cancellationToken)
        where T : ITopicColumns
    {
        var range = new HistoryRange(subscription, After: 0, through);
        foreach (var frame in await HistoryReader.ReadNewestAsync(log, range, count: 1, cancellationToken))
        {
            series.Show(frame.Event);
        }
    }

    private async Task<LogPage> ReadInTurnAsync(long after, Subscription subscription, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            return await log.ReadAsync(after, subscription, PageEvents, conflate: false, cancellationToken);
        }
        finally
        {
            _turns.Release();
        }
    }
}
