using LiveFeed.Events;
using LiveFeed.Log;

namespace LiveFeed.Badges;

/// <summary>Reads one topic from the log, for who may follow it: what was sent to others is not there.</summary>
internal static class TopicReading
{
    // How far back it is looked for an event that is for everyone, where the newest are not.
    private static readonly int[] Looks = [16, 256, 4_096];

    /// <summary>The newest event of the topic; null when none is retained.</summary>
    internal static async ValueTask<FeedEvent?> LatestAsync(IEventLog log, BadgeRequest request, CancellationToken cancellationToken)
    {
        var subscription = request.Subscription;
        if (log.Topics(subscription.Topics[0]) is not [{ LastPosition.Sequence: var last }])
        {
            return null;
        }

        var page = await log.ReadAsync(last - 1, subscription, limit: 1, conflate: false, cancellationToken);
        foreach (var look in Looks)
        {
            // A subscription wants broadcasts too.
            if (page.Frames.LastOrDefault(frame => frame.Event.Topic is not null) is { } newest)
            {
                return newest.Event;
            }

            page = await log.ReadLastAsync(look, subscription, cancellationToken);
        }

        return page.Frames.LastOrDefault(frame => frame.Event.Topic is not null)?.Event;
    }

    /// <summary>Takes the topic's values from the course's beginning on into it; the last event's value is returned.</summary>
    internal static async ValueTask<EventValue> FillAsync(IEventLog log, BadgeRequest request, Course course, CancellationToken cancellationToken)
    {
        var subscription = request.Subscription;
        var last = default(EventValue);
        var after = await log.SequenceBeforeAsync(course.From, cancellationToken);
        for (var atHead = false; !atHead;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = await log.ReadAsync(after, subscription, ReadLimits.PageEvents, conflate: false, cancellationToken);
            foreach (var frame in page.Frames.Where(frame => frame.Event.Topic is not null))
            {
                var value = EventValue.Read(frame.Event.Data, request.Path);
                if (value.Number is { } number)
                {
                    course.Add(frame.Event.Time, number);
                    last = value;
                }
            }

            (after, atHead) = (Math.Max(page.Through, page.Trimmed), page.ReachedEnd);
        }

        return last;
    }
}
