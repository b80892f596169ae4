using LiveFeed.Log;

namespace LiveFeed.Reading;

/// <summary>The part of the log that a span of time covers.</summary>
/// <param name="After">The sequence before its first event.</param>
/// <param name="Through">
/// The sequence of its last event, never after the head: events received later come on the stream.
/// </param>
internal readonly record struct LogSpan(long After, long Through)
{
    /// <param name="log">The log.</param>
    /// <param name="since">The beginning of the span; null means the beginning of the log.</param>
    /// <param name="until">The end of the span, included; null means now.</param>
    /// <param name="cancellationToken">Cancelled when nobody waits for the answer any more.</param>
    internal static async ValueTask<LogSpan> FindAsync(
        IEventLog log, DateTimeOffset? since, DateTimeOffset? until, CancellationToken cancellationToken)
    {
        var (head, start) = (log.Head, log.Epochs.Base);
        var after = since is { } first ? await log.SequenceBeforeAsync(first, cancellationToken) : start;
        var through = until is { } last && last < DateTimeOffset.MaxValue
            ? await log.SequenceBeforeAsync(last.AddTicks(1), cancellationToken)
            : head;
        return new LogSpan(after, Math.Min(through, head));
    }
}
