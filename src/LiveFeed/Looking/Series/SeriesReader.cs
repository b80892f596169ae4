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

    /// <summary>The values of topics that have any, in the order of their names.</summary>
    /// <returns>Up to <see cref="MaxSeries"/> of them, how many topics were left out, and the sequence up to which it read.</returns>
    internal async Task<(IReadOnlyList<TopicSeries> Series, int LeftOut, long Through)> ReadAsync(
        SeriesRequest request, CancellationToken cancellationToken)
    {
        var after = await log.SequenceBeforeAsync(request.Since, cancellationToken);

        // What is received from here on is the stream's; a later end is now.
        var through = Math.Min(log.Head, await log.SequenceBeforeAsync(request.Until.AddTicks(1), cancellationToken));
        var topics = RetainedTopics.Of(request.Topics, log);
        var found = new List<TopicSeries>();
        var leftOut = 0;
        foreach (var chunk in topics.Chunk(MaxSeries))
        {
            if (found.Count >= MaxSeries)
            {
                leftOut += chunk.Length;
                continue;
            }

            TopicSeries[] read = [.. chunk.Select(topic => new TopicSeries(topic, request))];
            var shares = read.Chunk((read.Length + Environment.ProcessorCount - 1) / Environment.ProcessorCount);
            await Task.WhenAll(shares.Select(
                share => Task.Run(() => ReadAllAsync(share, request.User, after, through, cancellationToken), cancellationToken)));
            found.AddRange(read.Where(series => series.Buckets.Count > 0));
        }

        leftOut += Math.Max(0, found.Count - MaxSeries);
        return ([.. found.Take(MaxSeries)], leftOut, through);
    }

    // Always a page of the topic that is furthest behind, so that all go through the log together.
    private async Task ReadAllAsync(
        IReadOnlyList<TopicSeries> all, string? user, long after, long through, CancellationToken cancellationToken)
    {
        var behind = new PriorityQueue<(TopicSeries Series, Subscription Subscription), long>(
            all.Select(series => ((series, Subscription.ToHistory(series.Topic, user)), after)));
        while (behind.TryDequeue(out var next, out var position) && position < through)
        {
            var page = await ReadInTurnAsync(position, next.Subscription, cancellationToken);
            foreach (var frame in page.Frames.Where(frame => frame.Sequence <= through))
            {
                next.Series.Show(frame.Event);
            }

            if (!page.ReachedEnd)
            {
                behind.Enqueue(next, Math.Max(page.Through, page.Trimmed));
            }
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
