using LiveFeed.Events;
using LiveFeed.Log;

namespace LiveFeed.Looking;

/// <summary>Reads retained events for <c>GET /history</c>, page by page of the log, so that it holds up nobody.</summary>
internal static class HistoryReader
{
    /// <summary>The oldest of the range, as many as fit, and up to which sequence it was read.</summary>
    internal static async ValueTask<(List<EventFrame> Events, long Next)> ReadOldestAsync(
        IEventLog log, HistoryRange range, int limit, CancellationToken cancellationToken)
    {
        var events = new List<EventFrame>();
        var after = range.After;
        for (var atEnd = false; !atEnd && events.Count < limit;)
        {
            var page = await log.ReadAsync(after, range.Subscription, limit - events.Count, conflate: false, cancellationToken);
            events.AddRange(page.Frames.Where(frame => frame.Sequence <= range.Through));
            after = page.Through;
            atEnd = page.ReachedEnd || after >= range.Through;
        }

        return (events, Math.Min(after, Math.Max(range.After, range.Through)));
    }

    /// <summary>The newest of the range, oldest first.</summary>
    internal static async ValueTask<List<EventFrame>> ReadNewestAsync(
        IEventLog log, HistoryRange range, int count, CancellationToken cancellationToken)
    {
        var events = new List<EventFrame>();
        var before = range.Through + 1;
        for (var atEnd = false; !atEnd && events.Count < count;)
        {
            var page = await log.ReadBackAsync(before, range.Subscription, count - events.Count, cancellationToken);
            events.AddRange(page.Frames.TakeWhile(frame => frame.Sequence > range.After));
            before = page.Through;
            atEnd = page.ReachedEnd || before <= range.After + 1;
        }

        events.Reverse();
        return events;
    }

    /// <summary>The newest of each topic, oldest first, and how many topics are past the most that one answer has.</summary>
    internal static async ValueTask<(List<EventFrame> Events, int LeftOut)> ReadNewestOfEachAsync(
        IEventLog log, HistoryRange range, int count, CancellationToken cancellationToken)
    {
        TopicName[] topics = [.. RetainedTopics.Of(range.Subscription.Topics, log)];
        var most = HistoryEndpoint.MaxLimit / count;
        var events = new List<EventFrame>();
        foreach (var topic in topics.Take(most))
        {
            var one = range with { Subscription = Subscription.ToHistory(topic, range.Subscription.User) };
            events.AddRange(await ReadNewestAsync(log, one, count, cancellationToken));
        }

        events.Sort((a, b) => a.Sequence.CompareTo(b.Sequence));
        return (events, Math.Max(0, topics.Length - most));
    }
}
