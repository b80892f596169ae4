using LiveFeed.Events;
using LiveFeed.Hub.Backplane;
using LiveFeed.Log;
using LiveFeed.Scheduling;
using LiveFeed.Telemetry;

namespace LiveFeed.Hub;

/// <summary>
/// The only way in for events, whatever their source: into the log, or past it for ephemeral ones. Any thread.
/// </summary>
internal sealed class FeedPublisher(IEventLog log, FanOut fanOut, IBackplane backplane, LiveFeedMetrics metrics)
{
    /// <summary>
    /// Publishes a batch in order, all of it or nothing; ephemeral events go out once the others are stored.
    /// </summary>
    /// <param name="events">In their order.</param>
    /// <param name="handOver">
    /// For a caller that answers someone first: when an offer is owed afterwards, the caller must call
    /// <see cref="OfferHere"/>. Null offers to everyone at once: on this thread what a few get, else on others.
    /// </param>
    /// <param name="cancellationToken">Ends the wait for the disk.</param>
    /// <returns>The receipts of the events that are not ephemeral, in order.</returns>
    /// <exception cref="IdempotencyConflictException">As from the log, with the index within this batch.</exception>
    /// <exception cref="LogUnavailableException">Nothing was stored or sent.</exception>
    internal async ValueTask<IReadOnlyList<Receipt>> PublishAsync(
        IReadOnlyList<FeedEvent> events, HandOver? handOver, CancellationToken cancellationToken)
    {
        var kept = events.Any(e => e.Ephemeral) ? [.. events.Where(e => !e.Ephemeral)] : events;
        var own = handOver is null && AreForOneEach(kept) ? new HandOver() : null;
        IReadOnlyList<Receipt> receipts = [];
        if (kept.Count > 0)
        {
            using var activity = LiveFeedMetrics.Activities.StartActivity("livefeed.append");
            activity?.SetTag("livefeed.events", kept.Count);
            var start = LiveFeedMetrics.Now;
            try
            {
                receipts = await AppendAsync(kept, handOver ?? own, cancellationToken);
            }
            catch (IdempotencyConflictException e) when (kept.Count < events.Count)
            {
                throw new IdempotencyConflictException(IndexOf(kept[e.Index], events), e.Id);
            }

            metrics.Appended(start);
        }

        if (own is { IsOwed: true })
        {
            fanOut.OfferHere(recipients: kept.Count);
        }

        if (kept.Count < events.Count)
        {
            SendEphemeral(events);
        }

        metrics.Received(events.Count, receipts.Count(receipt => receipt.Duplicate));
        return receipts;
    }

    /// <summary>Offers what was published, if this thread can do that in about a millisecond.</summary>
    internal void OfferHere() => fanOut.OfferHere();

    /// <summary>Counts an event that was refused while others of its request were not.</summary>
    /// <param name="problem">From the closed set of problems by which refused requests are counted.</param>
    internal void Refused(string problem) => metrics.Rejected(problem);

    // Low-priority work must not run within the log's lock: others would wait behind it.
    private ValueTask<IReadOnlyList<Receipt>> AppendAsync(
        IReadOnlyList<FeedEvent> events, HandOver? handOver, CancellationToken cancellationToken) => LowPriorityWork.IsHere
        ? new(Task.Run(() => log.AppendAsync(events, handOver, cancellationToken).AsTask(), cancellationToken))
        : log.AppendAsync(events, handOver, cancellationToken);

    private void SendEphemeral(IReadOnlyList<FeedEvent> events)
    {
        foreach (var e in events.Where(e => e.Ephemeral))
        {
            backplane.Send(e);
        }
    }

    // To offer these takes less than the two changes of threads that would save it.
    private static bool AreForOneEach(IReadOnlyList<FeedEvent> events) => events.All(e => e.To is { Client: not null });

    private static int IndexOf(FeedEvent culprit, IReadOnlyList<FeedEvent> events) =>
        events.TakeWhile(e => !ReferenceEquals(e, culprit)).Count();
}
