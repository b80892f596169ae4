using LiveFeed.Events;
using LiveFeed.Log;
using LiveFeed.Looking;

namespace LiveFeed.Badges;

/// <summary>Reads one topic from the log, for who may follow it: what was sent to others is not there.</summary>
internal static class TopicReading
{
    /// <summary>The newest event of the topic; null when none is retained.</summary>
    internal static async ValueTask<FeedEvent?> LatestAsync(IEventLog log, BadgeRequest request, CancellationToken cancellationToken)
    {
        var range = new HistoryRange(request.Subscription, After: 0, log.Head);
        return await HistoryReader.ReadNewestAsync(log, range, count: 1, cancellationToken) is [var newest] ? newest.Event : null;
    }

    /// <summary>Takes the topic's values from the course's beginning on into it; returns the last event that has one.</summary>
    internal static async ValueTask<FeedEvent?> FillAsync(IEventLog log, BadgeRequest request, Course course, CancellationToken cancellationToken)
    {
        var subscription = request.Subscription;
        FeedEvent? last = null;
        var after = await log.SequenceBeforeAsync(course.From, cancellationToken);
        for (var atHead = false; !atHead;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = await log.ReadAsync(after, subscription, ReadLimits.PageEvents, conflate: false, cancellationToken);
            foreach (var frame in page.Frames)
            {
                if (request.Path.ReadNumber(frame.Event.Data) is { } number)
                {
                    course.Add(frame.Event.Time, number);
                    last = frame.Event;
                }
            }

            (after, atHead) = (page.Through, page.ReachedEnd);
        }

        return last;
    }
}
