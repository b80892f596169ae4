using LiveFeed.Events;
using LiveFeed.Log;

namespace LiveFeed.Looking.Series;

/// <summary>
/// Reads values from the log topic by topic, as it has an index of them: the 86,400 events that a topic has in a day of one a
/// second take some 0.3 s, and as many are read at once as there are processors, however many ask. A page at a time, so that
/// it holds up nobody.
/// </summary>
internal sealed class SeriesReader(IEventLog log) : IDisposable
{
    // With the most buckets 6 MB: a chart shows 64, and a board's tiles ask together.
    internal const int MaxSeries = 100;

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
        var topics = request.Topics.SelectMany(log.Topics).Select(summary => summary.Topic).Distinct()
            .OrderBy(topic => topic.Value, StringComparer.Ordinal);
        var found = new List<TopicSeries>();
        var leftOut = 0;
        foreach (var chunk in topics.Chunk(MaxSeries))
        {
            if (found.Count >= MaxSeries)
            {
                leftOut += chunk.Length;
                continue;
            }

            var read = await Task.WhenAll(chunk.Select(
                topic => ReadInTurnAsync(new TopicSeries(topic, request), request.User, (after, through), cancellationToken)));
            found.AddRange(read.Where(series => series.Buckets.Count > 0));
        }

        leftOut += Math.Max(0, found.Count - MaxSeries);
        return ([.. found.Take(MaxSeries)], leftOut, through);
    }

    private async Task<TopicSeries> ReadInTurnAsync(
        TopicSeries series, string? user, (long After, long Through) span, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            // On a thread of its own: a file's reads block.
            await Task.Run(() => ReadTopicAsync(series, user, span, cancellationToken), cancellationToken);
            return series;
        }
        finally
        {
            _turns.Release();
        }
    }

    private async Task ReadTopicAsync(TopicSeries series, string? user, (long After, long Through) span, CancellationToken cancellationToken)
    {
        var subscription = new Subscription { Topics = [TopicPattern.Parse(series.Topic.Value)], User = user };
        var (after, through) = span;
        while (after < through)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = await log.ReadAsync(after, subscription, ReadLimits.PageEvents, conflate: false, cancellationToken);
            foreach (var frame in page.Frames.Where(frame => frame.Event.Topic is not null && frame.Sequence <= through))
            {
                series.Show(frame.Event);
            }

            if (page.ReachedHead)
            {
                break;
            }

            after = Math.Max(page.Through, page.Trimmed);
        }
    }
}
