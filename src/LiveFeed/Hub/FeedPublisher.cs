using LiveFeed.Events;
using LiveFeed.Log;
using LiveFeed.Scheduling;
using LiveFeed.Telemetry;

namespace LiveFeed.Hub;

/// <summary>The one way in for events, whatever their source: into the log, or past it for ephemeral ones. Any thread.</summary>
internal sealed class FeedPublisher(IEventLog log, FanOut fanOut, LiveFeedMetrics metrics)
{
    /// <summary>Publishes a batch in order, all of it or nothing; ephemeral events go out once the others are stored.</summary>
    /// <returns>The receipts of the events that are not ephemeral, in order.</returns>
    /// <exception cref="IdempotencyConflictException">As the log's, with the index within this batch.</exception>
    /// <exception cref="LogUnavailableException">Nothing was stored or sent.</exception>
    internal async ValueTask<IReadOnlyList<Receipt>> PublishAsync(
        IReadOnlyList<FeedEvent> events, CancellationToken cancellationToken)
    {
        var kept = events.Any(e => e.Ephemeral) ? [.. events.Where(e => !e.Ephemeral)] : events;
        IReadOnlyList<Receipt> receipts = [];
        if (kept.Count > 0)
        {
            using var activity = LiveFeedMetrics.Activities.StartActivity("livefeed.append");
            activity?.SetTag("livefeed.events", kept.Count);
            receipts = await AppendAsync(events, kept, cancellationToken);
        }

        if (kept.Count < events.Count)
        {
            foreach (var e in events.Where(e => e.Ephemeral))
            {
                fanOut.Send(e);
            }
        }

        metrics.Received(events.Count, receipts.Count(receipt => receipt.Duplicate));
        return receipts;
    }

    /// <summary>
    /// As <see cref="PublishAsync"/>, for who answers someone first: the caller must then call <see cref="OfferHere"/>, for
    /// not all have been told of what is new.
    /// </summary>
    internal ValueTask<IReadOnlyList<Receipt>> PublishAndHoldAsync(IReadOnlyList<FeedEvent> events, CancellationToken cancellationToken)
    {
        FanOut.Hold();
        try
        {
            return PublishAsync(events, cancellationToken);
        }
        finally
        {
            FanOut.LetGo(); // what goes on elsewhere, later, tells everyone itself
        }
    }

    /// <summary>Has what was published offered, if it can be done in about a millisecond by this thread.</summary>
    internal void OfferHere() => fanOut.OfferHere();

    /// <summary>Counts an event that was refused while others of its request were not.</summary>
    /// <param name="problem">From the closed set that refused requests are counted by.</param>
    internal void Refused(string problem) => metrics.Rejected(problem);

    private async ValueTask<IReadOnlyList<Receipt>> AppendAsync(
        IReadOnlyList<FeedEvent> events, IReadOnlyList<FeedEvent> kept, CancellationToken cancellationToken)
    {
        var start = LiveFeedMetrics.Now;
        try
        {
            // Within the log's lock nobody may stand behind those who wait for it.
            var receipts = LowPriorityWork.IsHere
                ? await Task.Run(() => log.AppendAsync(kept, cancellationToken).AsTask(), cancellationToken)
                : await log.AppendAsync(kept, cancellationToken);
            metrics.Appended(start);
            return receipts;
        }
        catch (IdempotencyConflictException e) when (kept.Count < events.Count)
        {
            var culprit = kept[e.Index];
            throw new IdempotencyConflictException(events.TakeWhile(one => !ReferenceEquals(one, culprit)).Count(), e.Id);
        }
    }
}
