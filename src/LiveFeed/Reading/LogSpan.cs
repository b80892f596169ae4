using LiveFeed.Log;

namespace LiveFeed.Reading;

/// <summary>Where in the log a span of time is.</summary>
/// <param name="After">The sequence before its first event.</param>
/// <param name="Through">That of its last, which exists: what is received from here on is the stream's.</param>
internal readonly record struct LogSpan(long After, long Through)
{
    /// <param name="log">The log.</param>
    /// <param name="since">Its beginning; null is the log's.</param>
    /// <param name="until">Its end, which is in it; null is now.</param>
    /// <param name="cancellationToken">When nobody waits for it any more.</param>
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
