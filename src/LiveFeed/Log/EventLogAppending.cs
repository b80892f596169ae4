using LiveFeed.Events;

namespace LiveFeed.Log;

/// <summary>The common append.</summary>
internal static class EventLogAppending
{
    /// <summary>Appends events and tells readers, see <see cref="IEventLog.AppendAsync"/>.</summary>
    internal static ValueTask<IReadOnlyList<Receipt>> AppendAsync(
        this IEventLog log, IReadOnlyList<FeedEvent> events, CancellationToken cancellationToken) =>
        log.AppendAsync(events, handOver: null, cancellationToken);
}
